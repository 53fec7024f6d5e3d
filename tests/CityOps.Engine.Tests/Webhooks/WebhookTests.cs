using CityOps.Engine.Ports;
using CityOps.Engine.Tests.Hosting;
using CityOps.Engine.Webhooks;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Webhooks;

public sealed class WebhookTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-").FullName;
    private readonly FakeTimeProvider _clock = new(EngineRun.Start.ToDateTimeOffset());

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_subscription_hears_of_every_event_since_it_was_made_in_order_for_each_case()
    {
        await using var run = await StartAsync();
        var before = await run.ReportAsync(0, "before");
        await AddAsync(run, "w");
        var (one, two) = (await run.ReportAsync(0, "m-1"), await run.ReportAsync(1, "m-2"));
        await Task.WhenAll(run.FinishAsync(one.Id), run.FinishAsync(two.Id));
        var journalled = (await EventsAsync(run, one.Id.Value)).Concat(await EventsAsync(run, two.Id.Value)).ToHashSet();

        await Eventually.Holds(() => run.Target.SentTo("w").Count >= journalled.Count);

        var sent = run.Target.SentTo("w");
        Assert.DoesNotContain($"{before.Id}-1", sent);
        Assert.Equal(journalled.Order(), sent.Order());
        foreach (var id in new[] { one.Id, two.Id })
        {
            Assert.Equal(await EventsAsync(run, id.Value), sent.Where(s => s.StartsWith(id.Value, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_target_that_fails_is_tried_again_and_later_events_of_the_case_wait()
    {
        await using var run = await StartAsync();
        var fails = true;
        run.Target.Answer = (_, _) => Task.FromResult(fails ? new TargetAnswer(500, "HTTP 500") : new TargetAnswer(200, null));
        await AddAsync(run, "w");
        var id = (await run.ReportAsync(0, "m-1")).Id;
        await run.FinishAsync(id);
        await Eventually.Is(() => run.Webhooks.GetAsync("w", default), w => w?.Waiting > 3);
        Assert.All(run.Target.SentTo("w"), sent => Assert.Equal($"{id}-1", sent));
        fails = false;

        // The first tries ended at this time, or are under way.
        await AdvanceUntilAsync(() => run.Target.SentTo("w").Count > 3);

        // Nothing waits also while the feed has not come to the last events yet.
        var journalled = await EventsAsync(run, id.Value);
        await Eventually.Holds(() => run.Target.SentTo("w").Distinct().Count() >= journalled.Count);
        await Eventually.Is(() => run.Webhooks.GetAsync("w", default), w => w?.Waiting == 0);
        Assert.Equal(journalled, run.Target.SentTo("w").Distinct());
    }

    [Fact]
    public async Task What_fails_for_a_day_is_given_up_with_its_subscription_and_can_be_sent_again()
    {
        await using var run = await StartAsync();
        run.Target.Answer = (_, _) => Task.FromResult(new TargetAnswer(null, "refused"));
        await AddAsync(run, "w");
        var id = (await run.ReportAsync(0, "m-1")).Id;
        await Eventually.Is(() => run.Webhooks.DueOfAsync("w", Now + Duration.FromHours(1), 9, default), d => d is [{ Attempts: 1 }]);
        _clock.Advance(TimeSpan.FromHours(25));
        var given = await Eventually.Is(() => run.Webhooks.GetAsync("w", default), w => w is { Dead: 1, Webhook.Enabled: false });
        Assert.Contains("refused", given?.Webhook.DisabledBecause, StringComparison.Ordinal);
        await run.Webhooks.SwitchAsync(Assert.IsType<WebhookStanding>(given).Webhook with { Enabled = true, DisabledBecause = null }, Now, default);
        run.Target.Answer = (_, _) => Task.FromResult(new TargetAnswer(200, null));
        var tried = Tried();

        Assert.Equal(1, await run.Webhooks.ReviveAsync("w", $"{id}-1", Now, default));

        await Eventually.Is(() => run.Webhooks.GetAsync("w", default), w => w is { Dead: 0, Waiting: 0 });
        Assert.Equal(tried + 1, Tried());

        int Tried() => run.Target.Sent.Count(s => s.Event == $"{id}-1");
    }

    [Fact]
    public async Task A_slow_target_holds_up_nobody_else()
    {
        await using var run = await StartAsync();
        var patience = new TaskCompletionSource<TargetAnswer>();
        run.Target.Answer = (webhook, _) => webhook == "slow" ? patience.Task : Task.FromResult(new TargetAnswer(200, null));
        await AddAsync(run, "slow");
        await AddAsync(run, "quick");
        await run.ReportAsync(0, "m-1");
        await Eventually.Holds(() => run.Target.SentTo("slow").Count == 1);
        await run.ReportAsync(1, "m-2");

        await Eventually.Is(() => run.Webhooks.GetAsync("quick", default), w => w?.Waiting == 0 && run.Target.SentTo("quick").Count == 2);

        Assert.Single(run.Target.SentTo("slow"));
        patience.SetResult(new TargetAnswer(200, null));
        await Eventually.Holds(() => run.Target.SentTo("slow").Count == 2);
    }

    [Fact]
    public async Task A_secret_that_changes_during_a_turn_counts_from_the_next_messages_on()
    {
        await using var run = await StartAsync();
        var patience = new TaskCompletionSource<TargetAnswer>();
        run.Target.Answer = (_, _) => patience.Task;
        await AddAsync(run, "w");
        await run.ReportAsync(0, "m-1");
        await Eventually.Holds(() => run.Target.SentTo("w").Count == 1);
        await run.ReportAsync(1, "m-2");
        var before = Assert.IsType<WebhookStanding>(await Eventually.Is(() => run.Webhooks.GetAsync("w", default), w => w?.Waiting == 2)).Webhook;
        var after = before with { Secrets = before.Secrets.Rotated(Now) };
        await run.Webhooks.RotateAsync(after, Now, default);

        patience.SetResult(new TargetAnswer(200, null));

        await Eventually.Holds(() => run.Target.SentTo("w").Count == 2);
        Assert.Equal([KeyOf(before), KeyOf(after)], run.Target.Keys.AsEnumerable());

        static string KeyOf(Webhook webhook) => Convert.ToHexString(webhook.Secrets.Current.Span);
    }

    [Fact]
    public async Task A_turn_that_fails_holds_up_nobody_else_and_is_taken_again_after_a_rest()
    {
        await using var run = await StartAsync();
        var fails = true;
        run.Target.Answer = (webhook, _) => webhook == "faulty" && fails
            ? Task.FromException<TargetAnswer>(new InvalidOperationException("on purpose"))
            : Task.FromResult(new TargetAnswer(200, null));
        await AddAsync(run, "faulty");
        await AddAsync(run, "sound");
        await run.ReportAsync(0, "m-1");
        await Eventually.Holds(() => run.Target.SentTo("faulty").Count == 1);
        await run.ReportAsync(1, "m-2");

        await Eventually.Is(() => run.Webhooks.GetAsync("sound", default), w => w?.Waiting == 0 && run.Target.SentTo("sound").Count == 2);

        Assert.InRange(run.Target.SentTo("faulty").Count, 1, 2);
        fails = false;
        await AdvanceUntilAsync(() => run.Target.SentTo("faulty").Distinct().Count() == 2);
        await Eventually.Is(() => run.Webhooks.GetAsync("faulty", default), w => w?.Waiting == 0);
    }

    [Fact]
    public async Task A_target_that_is_gone_ends_its_subscription()
    {
        await using var run = await StartAsync();
        run.Target.Answer = (_, _) => Task.FromResult(new TargetAnswer(410, "HTTP 410"));
        await AddAsync(run, "w");
        await run.ReportAsync(0, "m-1");

        await Eventually.Is(() => run.Webhooks.GetAsync("w", default), w => w is { Webhook.Enabled: false });
    }

    [Fact]
    public async Task What_waits_is_delivered_by_the_next_run()
    {
        await using (var run = await StartAsync())
        {
            run.Target.Answer = (_, _) => Task.FromResult(new TargetAnswer(503, "HTTP 503"));
            await AddAsync(run, "w");
            await run.ReportAsync(0, "m-1");
            await Eventually.Is(() => run.Webhooks.DueOfAsync("w", Now + Duration.FromHours(1), 9, default), d => d is [{ Attempts: 1 }]);
        }

        await using var next = await StartAsync();
        await AdvanceUntilAsync(() => next.Target.SentTo("w").Count > 0);

        await Eventually.Is(() => next.Webhooks.GetAsync("w", default), w => w?.Waiting == 0);
    }

    private Instant Now => Instant.FromDateTimeOffset(_clock.GetUtcNow());

    private Task<EngineRun> StartAsync() => EngineRun.StartAsync(_directory, clock: _clock);

    private static async Task AddAsync(EngineRun run, string id) => Assert.True(await run.Webhooks.AddAsync(
        new Webhook(id, new Uri("https://example.org/"), [], null, null, EngineRun.Start, "lead-1") { Secrets = WebhookSecrets.New() }, 9, default));

    private static async Task<IReadOnlyList<string>> EventsAsync(EngineRun run, string id) =>
        [.. (await run.Journal.OfEntityAsync($"case-{id}", 1, long.MaxValue, default)).Select(e => $"{id}-{e.Sequence}")];

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.Holds(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return condition();
    });
}
