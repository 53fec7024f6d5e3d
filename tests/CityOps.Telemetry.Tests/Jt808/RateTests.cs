using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Security;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>Who sends more than it may is read more slowly; nothing is dropped. The clock stands until it is moved.</summary>
public sealed class RateTests
{
    private const int Burst = 20;
    private static readonly LimitOptions Limits = new() { MessagesPerSecond = 10, BurstSeconds = 2 };

    // Ten messages beyond the burst take a second; a timer counts whole milliseconds.
    private const int Beyond = 10;
    private static readonly TimeSpan TimeOfBeyond = TimeSpan.FromMilliseconds(990);
    private static readonly TimeSpan TimeOfOne = TimeSpan.FromMilliseconds(99);

    [Fact]
    public async Task A_terminal_that_sends_too_much_is_slowed_and_all_is_answered_in_order()
    {
        await using var platform = await Platform.StartAsync(limits: Limits);
        await using var terminal = new Wired(platform);
        await terminal.EnterAsync();

        await BeatAsync(terminal, Burst + Beyond);
        await AnsweredAsync(terminal, 2, Burst);

        Assert.True(await PassUntilAsync(platform, AnsweredAsync(terminal, 2 + Burst, Beyond)) >= TimeOfBeyond);
    }

    [Fact]
    public async Task Another_terminal_notices_nothing()
    {
        await using var platform = await Platform.StartAsync(limits: Limits);
        await using var terminal = new Wired(platform);
        await terminal.EnterAsync();
        await BeatAsync(terminal, Burst + Beyond);
        await AnsweredAsync(terminal, 2, Burst);

        await using var other = new Wired(platform, TerminalCity.Phone2019);
        await other.EnterAsync();
        await BeatAsync(other, Burst);
        await AnsweredAsync(other, 2, Burst);

        Assert.True(await PassUntilAsync(platform, AnsweredAsync(terminal, 2 + Burst, Beyond)) >= TimeOfBeyond);
    }

    [Fact]
    public async Task Who_connects_again_has_no_new_burst()
    {
        await using var platform = await Platform.StartAsync(limits: Limits);
        await using var terminal = new Wired(platform);
        await terminal.EnterAsync();
        await BeatAsync(terminal, Burst);
        await AnsweredAsync(terminal, 2, Burst);

        await using var again = new Wired(platform);
        await again.EnterAsync();
        await BeatAsync(again, 1);

        Assert.True(await PassUntilAsync(platform, AnsweredAsync(again, 2, 1)) >= TimeOfOne);
    }

    [Fact]
    public async Task What_an_ended_connection_still_holds_is_not_taken_at_its_rate()
    {
        await using var platform = await Platform.StartAsync(limits: Limits);
        await using var terminal = new Wired(platform);
        await terminal.EnterAsync();
        await BeatAsync(terminal, Burst + Beyond);
        await AnsweredAsync(terminal, 2, Burst);

        await using var again = new Wired(platform);
        await again.EnterAsync();
        await PassUntilAsync(platform, terminal.EndedAsync());

        // Twice authenticated, and the heartbeats of the burst.
        Assert.Equal(Enumerable.Repeat(("v1", true), 2 + Burst), platform.Statuses);
    }

    [Fact]
    public async Task A_batch_is_one_message_whatever_it_holds()
    {
        const int Fixes = 25;
        await using var platform = await Platform.StartAsync(limits: Limits);
        await using var terminal = new Wired(platform);
        await terminal.EnterAsync();

        for (var batch = 0; batch < Burst; batch++)
        {
            var first = 3600 - (batch * Fixes);
            await terminal.SendAsync(
                Jt808Message.PositionBatch,
                [0, Fixes, 1, .. Enumerable.Range(0, Fixes).SelectMany(i => Item(first - i))]);
            await terminal.AnsweredAsync(2 + batch, Jt808Message.PositionBatch, Jt808Result.Done);
        }

        Assert.Equal(Burst * Fixes, platform.Durable.Count);
    }

    [Fact]
    public async Task Who_has_not_authenticated_is_slowed_too()
    {
        await using var platform = await Platform.StartAsync(limits: Limits);
        await using var terminal = new Wired(platform);

        await BeatAsync(terminal, Burst + Beyond);
        await AnsweredAsync(terminal, 0, Burst, Jt808Result.Failed);

        Assert.True(
            await PassUntilAsync(platform, AnsweredAsync(terminal, Burst, Beyond, Jt808Result.Failed)) >= TimeOfBeyond);
    }

    private static byte[] Item(int secondsAgo) => [0, 28, .. Jt808Body.Position(Platform.Fix("v1", secondsAgo))];

    private static async Task BeatAsync(Wired terminal, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await terminal.SendAsync(Jt808Message.Heartbeat);
        }
    }

    private static async Task AnsweredAsync(Wired terminal, int first, int count, Jt808Result result = Jt808Result.Done)
    {
        for (var i = 0; i < count; i++)
        {
            await terminal.AnsweredAsync(first + i, Jt808Message.Heartbeat, result);
        }
    }

    /// <summary>Moves the clock until it is done.</summary>
    /// <returns>How far it was moved.</returns>
    private static async Task<TimeSpan> PassUntilAsync(Platform platform, Task done)
    {
        var begun = platform.Clock.GetUtcNow();
        await Eventually.Holds(() =>
        {
            platform.Clock.Advance(TimeSpan.FromMilliseconds(50));
            return done.IsCompleted;
        });
        await done;
        return platform.Clock.GetUtcNow() - begun;
    }
}
