using CityOps.Domain.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Webhooks;

/// <summary>What is changed while messages wait or are under way.</summary>
public class WebhookChangeTests : WebhookRun
{
    private static readonly CaseId First = Reported(ReportOf("m-1"), Start).Case;
    private static readonly CaseId Second = Reported(ReportOf("m-2"), Start).Case;
    private static readonly Webhook Old = WebhookStoreTests.Hook("w");
    private static readonly Webhook New = Old with { Url = new Uri("https://example.org/new") };

    public WebhookChangeTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected WebhookChangeTests(TemporaryDirectory directory)
        : base(directory)
    {
    }

    [SkippableFact]
    public async Task Of_one_id_there_is_one_subscription()
    {
        Assert.True(await Store.AddAsync(Old, 9, default));
        Assert.False(await Store.AddAsync(New, 9, default));

        Assert.Equal(Old.Url, (await StandingAsync()).Webhook.Url);
    }

    [SkippableFact]
    public async Task What_fails_while_one_before_it_is_sent_again_waits_for_that_one()
    {
        await Store.AddAsync(Old, 9, default);
        await CommitAsync(Change(First, 1), Change(First, 2));
        await SettleAsync(await DueAsync(), d => new DeliveryFate.Buried(d, Start, "HTTP 500"));
        var underWay = await DueAsync();
        await Store.ReviveAsync("w", null, Start, default);

        await SettleAsync(underWay, d => new DeliveryFate.Retried(d, Start, Start, "HTTP 503"));

        Assert.Equal(1, Assert.Single(await DueAsync()).Change.Sequence);
        await SettleAsync(await DueAsync(), d => new DeliveryFate.Delivered(d));
        Assert.Equal(2, Assert.Single(await DueAsync()).Change.Sequence);
    }

    [SkippableFact]
    public async Task A_subscription_that_is_changed_goes_on_at_its_new_URL_with_its_secret()
    {
        await Store.AddAsync(Old, 9, default);
        await CommitAsync(Change(First, 1));
        await SettleAsync(await DueAsync(), d => new DeliveryFate.Retried(d, Start, Start + Duration.FromHours(1), "HTTP 503"));
        await Store.ReplaceAsync(New with { Types = ["closed"], Jurisdiction = "360102" }, Start, default);

        var kept = await StandingAsync();

        Assert.Equal((New.Url, "360102", null, true), (kept.Webhook.Url, kept.Webhook.Jurisdiction, kept.Webhook.Department, kept.Webhook.Enabled));
        Assert.Equal(["closed"], kept.Webhook.Types);
        Assert.Equal(Old.Secrets.Current.ToArray(), kept.Webhook.Secrets.Current.ToArray());
        var waiting = Assert.Single(await DueAsync());
        Assert.Equal((0, null), (waiting.Attempts, waiting.FirstTriedAt));
        await CommitAsync(Change(Second, 1));
        Assert.Single(await DueAsync());
    }

    [SkippableFact]
    public async Task What_the_old_URL_has_not_taken_is_tried_at_the_new_one_and_what_it_has_taken_is_not()
    {
        await Store.AddAsync(Old, 9, default);
        await CommitAsync(Change(First, 1), Change(Second, 1));
        var underWay = await DueAsync();
        await Store.ReplaceAsync(New, Start, default);

        Assert.True(await Store.SettleAsync(
            Old, [new DeliveryFate.Refused(underWay[0]), new DeliveryFate.Delivered(underWay[1])], Start, default));

        Assert.Equal(underWay[0], Assert.Single(await DueAsync()));
    }

    [SkippableFact]
    public async Task With_its_place_goes_what_is_not_of_the_new_one()
    {
        await Store.AddAsync(Old, 9, default);
        await CommitAsync(Change(First, 1, "parks"), Change(First, 2, "roads"), Change(Second, 1, "parks"));
        await SettleAsync((await DueAsync()).Where(d => d.Change.Case == Second), d => new DeliveryFate.Buried(d, Start, "HTTP 500"));

        await Store.ReplaceAsync(New with { Department = "roads" }, Start, default);

        Assert.Equal(2, Assert.Single(await DueAsync()).Change.Sequence);
        var kept = await StandingAsync();
        Assert.Equal((1, 0), (kept.Waiting, kept.Dead));
    }

    [SkippableFact]
    public async Task While_its_place_stays_it_hears_of_what_has_left_it()
    {
        await Store.AddAsync(Old with { Department = "roads" }, 9, default);
        await CommitAsync(Change(First, 1, "parks") with { Before = Change(First, 1, "roads").After });

        await Store.ReplaceAsync(New with { Department = "roads" }, Start, default);

        Assert.Single(await DueAsync());
    }

    private static CaseChange Change(CaseId id, long sequence, string? department = null)
    {
        var change = WebhookStoreTests.Change(id, sequence);
        return change with { After = change.After with { At = new CaseWhereabouts("360102", department) } };
    }

    private async Task<WebhookStanding> StandingAsync() => Assert.IsType<WebhookStanding>(await Store.GetAsync("w", default));

    private Task<IReadOnlyList<Delivery>> DueAsync() => Store.DueOfAsync("w", Start, 9, default);

    private Task<bool> SettleAsync(IEnumerable<Delivery> deliveries, Func<Delivery, DeliveryFate> fate) =>
        Store.SettleAsync(Old, [.. deliveries.Select(fate)], Start, default);
}
