using CityOps.Domain.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Webhooks;

public class WebhookStoreTests : WebhookRun
{
    private static readonly CaseId First = Reported(ReportOf("m-1"), Start).Case;
    private static readonly CaseId Second = Reported(ReportOf("m-2"), Start).Case;

    public WebhookStoreTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected WebhookStoreTests(TemporaryDirectory directory)
        : base(directory)
    {
    }

    [SkippableFact]
    public async Task A_subscription_is_kept_as_it_was_made()
    {
        var made = Hook("w") with { Types = ["filed", "closed"], Jurisdiction = "360102", Department = "roads" };
        Assert.True(await Store.AddAsync(made, 1, default));
        Assert.False(await Store.AddAsync(Hook("x"), 1, default));

        var kept = Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default)).Webhook;

        Assert.Equal((made.Url, made.Jurisdiction, made.Department, made.CreatedAt), (kept.Url, kept.Jurisdiction, kept.Department, kept.CreatedAt));
        Assert.Equal(made.Types, kept.Types);
        Assert.Equal(made.Secrets.Current.ToArray(), kept.Secrets.Current.ToArray());
        Assert.Null(await Store.GetAsync("x", default));
    }

    [SkippableFact]
    public async Task Rotated_secrets_are_both_kept()
    {
        var hook = Hook("w");
        await Store.AddAsync(hook, 9, default);
        var rotated = hook with { Secrets = hook.Secrets.Rotated(Start) };
        await Store.RotateAsync(rotated, Start, default);

        var kept = Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default)).Webhook.Secrets;

        Assert.Equal(2, kept.At(Start + WebhookSecrets.Overlap - Duration.FromSeconds(1)).Count());
        Assert.Single(kept.At(Start + WebhookSecrets.Overlap));
        Assert.Equal(hook.Secrets.Current.ToArray(), kept.Previous?.ToArray());
    }

    [SkippableFact]
    public async Task A_secret_that_is_changed_while_the_subscription_is_disabled_and_enabled_is_kept()
    {
        var hook = Hook("w");
        await Store.AddAsync(hook, 9, default);
        var (rotated, again) = (hook with { Secrets = hook.Secrets.Rotated(Start) }, hook with { Secrets = hook.Secrets.Rotated(Start) });
        await Store.RotateAsync(rotated, Start, default);
        await Store.SwitchAsync(hook with { Enabled = false, DisabledBecause = "no" }, Start, default);
        await Store.RotateAsync(again, Start, default);

        var kept = Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default)).Webhook;

        Assert.Equal((false, "no"), (kept.Enabled, kept.DisabledBecause));
        Assert.Equal(again.Secrets.Current.ToArray(), kept.Secrets.Current.ToArray());
        Assert.Equal(rotated.Secrets.Current.ToArray(), kept.Secrets.Previous?.ToArray());
    }

    [SkippableFact]
    public async Task Of_each_case_the_first_delivery_alone_is_due()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1), (First, 2), (Second, 1));

        Assert.Equal([$"{First}-1", $"{Second}-1"], await DueAsync("w"));
        await SettleAsync("w", d => new DeliveryFate.Delivered(d));
        Assert.Equal([$"{First}-2"], await DueAsync("w"));
        await SettleAsync("w", d => new DeliveryFate.Delivered(d));
        Assert.Empty(await DueAsync("w"));
        Assert.Empty(await Store.DueAsync(Start, default));
    }

    [SkippableFact]
    public async Task What_waits_comes_again_as_it_was_told()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1));

        var delivery = Assert.Single(await Store.DueOfAsync("w", Start, 9, default));

        Assert.Equal(Change(First, 1), delivery.Change);
    }

    [SkippableFact]
    public async Task A_delivery_that_failed_is_due_later_and_holds_up_its_case_alone()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1), (First, 2), (Second, 1));
        var due = await Store.DueOfAsync("w", Start, 9, default);
        await Store.SettleAsync(
            Hook("w"), [new DeliveryFate.Retried(due[0], Start, Start + Duration.FromSeconds(5), "no"), new DeliveryFate.Delivered(due[1])], Start, default);

        Assert.Empty(await DueAsync("w"));
        Clock.Advance(TimeSpan.FromSeconds(5));
        var again = Assert.Single(await Store.DueOfAsync("w", Now, 9, default));
        Assert.Equal((1, "no", Start), (again.Attempts, again.Fault, again.FirstTriedAt));
    }

    [SkippableFact]
    public async Task What_was_given_up_is_listed_lets_the_next_pass_and_can_be_tried_again()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1), (First, 2), (First, 3));
        await SettleAsync("w", d => new DeliveryFate.Buried(d, Start, "HTTP 500"));
        await SettleAsync("w", d => new DeliveryFate.Buried(d, Start, "HTTP 500"));
        Assert.Equal([$"{First}-3"], await DueAsync("w"));

        var page = await Store.DeadAsync("w", 1, null, default);
        var rest = await Store.DeadAsync("w", 1, page.Next, default);
        Assert.Equal([$"{First}-1", $"{First}-2"], page.Items.Concat(rest.Items).Select(d => d.Change.Id));
        Assert.Null(rest.Next);
        Assert.Equal(0, await Store.ReviveAsync("w", "other", Start, default));
        Assert.Equal(2, await Store.ReviveAsync("w", null, Start, default));

        Assert.Equal([$"{First}-1"], await DueAsync("w"));
        Assert.Equal(0, Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default)).Dead);
    }

    [SkippableFact]
    public async Task A_target_that_wants_no_more_is_disabled_and_told_of_nothing_new()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1));
        await SettleAsync("w", d => new DeliveryFate.Refused(d));
        await CommitAsync((Second, 1));

        var standing = Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default));
        Assert.Equal((false, 1), (standing.Webhook.Enabled, standing.Waiting));
        Assert.Contains("410", standing.Webhook.DisabledBecause, StringComparison.Ordinal);
        Assert.Empty(await DueAsync("w"));
        await Store.SwitchAsync(standing.Webhook with { Enabled = true }, Start, default);
        Assert.Equal([$"{First}-1"], await DueAsync("w"));
    }

    [SkippableFact]
    public async Task A_target_that_takes_nothing_for_a_day_is_disabled_with_what_went_wrong_until_it_is_enabled_again()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1), (First, 2));
        Assert.True(await SettleAsync("w", Retried));
        Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.True(await SettleAsync("w", d => new DeliveryFate.Buried(d, Now, "HTTP 500")));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await SettleAsync("w", Retried));

        var standing = Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default));
        Assert.Equal((false, 1, 1), (standing.Webhook.Enabled, standing.Waiting, standing.Dead));
        Assert.Contains("HTTP 503", standing.Webhook.DisabledBecause, StringComparison.Ordinal);
        await CommitAsync((Second, 1));
        Assert.Empty(await DueAsync("w"));

        await Store.SwitchAsync(standing.Webhook with { Enabled = true, DisabledBecause = null }, Now, default);
        Assert.Equal([$"{First}-2"], await DueAsync("w"));
        Assert.True(await SettleAsync("w", Retried));

        DeliveryFate Retried(Delivery delivery) => new DeliveryFate.Retried(delivery, Now, Now, "HTTP 503");
    }

    [SkippableFact]
    public async Task What_waits_when_a_subscription_is_enabled_again_is_not_given_up_with_its_next_failure()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1));
        await SettleAsync("w", d => new DeliveryFate.Retried(d, Now, Now, "HTTP 503"));
        Clock.Advance(TimeSpan.FromHours(24));
        await SettleAsync("w", d => new DeliveryFate.Retried(d, Now, Now, "HTTP 503"));
        var ended = Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default)).Webhook;
        Assert.False(ended.Enabled);

        await Store.SwitchAsync(ended with { Enabled = true, DisabledBecause = null }, Now, default);

        var waiting = Assert.Single(await Store.DueOfAsync("w", Now, 9, default));
        Assert.Equal((0, null), (waiting.Attempts, waiting.FirstTriedAt));
        Assert.IsType<DeliveryFate.Retried>(RetrySchedule.AfterFailure(waiting, "HTTP 503", Now, 0));
    }

    [SkippableFact]
    public async Task A_target_that_takes_anything_at_all_stays_enabled()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1), (First, 2));
        await SettleAsync("w", d => new DeliveryFate.Retried(d, Now, Now, "HTTP 503"));
        Clock.Advance(TimeSpan.FromHours(23));
        await SettleAsync("w", d => new DeliveryFate.Delivered(d));
        Clock.Advance(TimeSpan.FromHours(23));

        Assert.True(await SettleAsync("w", d => new DeliveryFate.Retried(d, Now, Now, "HTTP 503")));
    }

    [SkippableFact]
    public async Task A_subscription_hears_of_its_place_and_types_alone()
    {
        await Store.AddAsync(Hook("other") with { Jurisdiction = "360103" }, 9, default);
        await Store.AddAsync(Hook("here") with { Jurisdiction = "360102" }, 9, default);
        await Store.AddAsync(Hook("closed") with { Types = ["closed"] }, 9, default);
        await CommitAsync((First, 1));

        Assert.Equal(["here"], (await Store.DueAsync(Start, default)).Select(w => w.Id));
    }

    [SkippableFact]
    public async Task The_same_commit_twice_delivers_once()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1));
        await SettleAsync("w", d => new DeliveryFate.Delivered(d));
        Ordering = 0;
        await CommitAsync((First, 1));

        Assert.Empty(await DueAsync("w"));
    }

    [SkippableFact]
    public async Task What_is_removed_takes_along_what_waits()
    {
        await Store.AddAsync(Hook("w"), 9, default);
        await CommitAsync((First, 1));
        await Store.RemoveAsync("w", default);

        Assert.Empty(await Store.DueAsync(Start, default));
        Assert.Empty(await Store.ListAsync(default));
    }

    private Instant Now => Instant.FromDateTimeOffset(Clock.GetUtcNow());

    internal static Webhook Hook(string id) =>
        new(id, new Uri("https://example.org/hook"), [], null, null, Start, "lead-1") { Secrets = WebhookSecrets.New() };

    internal static CaseChange Change(CaseId id, long sequence)
    {
        var report = ReportOf("m-1");
        return new CaseChange(id, sequence, "filed", Start, null, new CaseOutline(
            Stage.Filed, report.Kind, report.Category, "1", report.Place, report.UnitGrid, report.Beat, new CaseWhereabouts("360102", null))
        {
            DueAt = Start + Duration.FromHours(2),
        });
    }

    private Task CommitAsync(params (CaseId Case, long Sequence)[] events) =>
        CommitAsync([.. events.Select(e => Change(e.Case, e.Sequence))]);

    private async Task<IEnumerable<string>> DueAsync(string webhook) =>
        (await Store.DueOfAsync(webhook, Now, 9, default)).Select(d => d.Change.Id);

    private async Task<bool> SettleAsync(string webhook, Func<Delivery, DeliveryFate> fate) => await Store.SettleAsync(
        Hook(webhook), [.. (await Store.DueOfAsync(webhook, Now, 9, default)).Select(fate)], Now, default);
}
