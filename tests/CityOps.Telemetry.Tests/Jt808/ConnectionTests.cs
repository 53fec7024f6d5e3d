using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Tests.Codecs.Jt808;
using NodaTime;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>What a terminal that has authenticated sends, and what it is answered.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_position_is_answered_only_when_it_is_on_the_disk()
    {
        await using var terminal = await Wired.EnteredAsync();
        terminal.Platform.HoldDisk();
        await terminal.PositionAsync();
        var answer = terminal.AnsweredAsync(2, Jt808Message.Position, Jt808Result.Done);
        await terminal.SendAsync(Jt808Message.Heartbeat);
        await UntilAsync(() => terminal.Platform.Statuses.Count == 2, "The heartbeat was not read while the position waited.");
        Assert.False(answer.IsCompleted);

        terminal.Platform.ReleaseDisk();
        await answer;
        Assert.Single(terminal.Platform.Durable);
        await terminal.AnsweredAsync(3, Jt808Message.Heartbeat, Jt808Result.Done);
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_messages()
    {
        await using var terminal = await Wired.EnteredAsync();
        var frames = Enumerable.Range(0, 200)
            .SelectMany(i => terminal.Frame(Jt808Message.Position, Jt808Body.Position(Platform.Fix("v1", 1000 - i)))).ToArray();
        var sending = Task.Run(async () =>
        {
            foreach (var segment in frames.Chunk(777))
            {
                await terminal.SendAsync(segment);
            }
        });
        for (var i = 0; i < 200; i++)
        {
            await terminal.AnsweredAsync(i + 2, Jt808Message.Position, Jt808Result.Done);
        }

        await sending;
        Assert.Equal(200, terminal.Platform.Durable.Count);
    }

    [Fact]
    public async Task While_the_disk_is_away_no_more_is_read_than_there_is_a_place_for()
    {
        await using var terminal = await Wired.EnteredAsync();
        terminal.Platform.HoldDisk();
        var sent = 0;
        while (await terminal.OfferAsync(
            terminal.Frame(Jt808Message.Position, Jt808Body.Position(Platform.Fix("v1", 5000 - sent)))))
        {
            Assert.InRange(++sent, 0, 500);
        }

        Assert.InRange(terminal.Platform.Metrics.Received, Jt808Outbox.MaxWaiting, Jt808Outbox.MaxWaiting + 2);

        terminal.Platform.ReleaseDisk();
        for (var i = 0; i <= sent; i++)
        {
            await terminal.AnsweredAsync(i + 2, Jt808Message.Position, Jt808Result.Done);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_batch_of_either_kind_is_answered_once_with_its_good_fixes_kept_and_its_bad_ones_counted(byte kind)
    {
        await using var terminal = await Wired.EnteredAsync();
        var good = Jt808Body.Position(Platform.Fix("v1"));
        byte[] unlocated = [.. good[..7], 0, .. good[8..]];
        await terminal.SendAsync(Jt808Message.PositionBatch, [0, 2, kind, 0, 28, .. good, 0, 28, .. unlocated]);

        await terminal.AnsweredAsync(2, Jt808Message.PositionBatch, Jt808Result.Done);
        Assert.Single(terminal.Platform.Durable);
        Assert.Equal(["frame.notLocated"], terminal.Platform.Refused);
        Assert.Equal((2, 1), (terminal.Platform.Metrics.Received, terminal.Platform.Metrics.RefusedFixes));
    }

    [Theory]
    [InlineData(Jt808Message.Position, "")]
    [InlineData(Jt808Message.PositionBatch, "000100001C")]
    public async Task The_alarm_of_a_position_that_is_not_located_is_answered_once_the_vehicle_has_it(ushort message, string before)
    {
        await using var terminal = await Wired.EnteredAsync();
        var located = Jt808Body.Position(Platform.Fix("v1") with { Alarms = 1 });
        terminal.Platform.HoldDisk();
        await terminal.SendAsync(message, [.. Convert.FromHexString(before), .. located[..7], 0, .. located[8..]]);
        var answer = terminal.AnsweredAsync(2, message, Jt808Result.Done);
        await UntilAsync(() => terminal.Platform.Refused.Any(), "The position was not read.");
        Assert.False(answer.IsCompleted);

        terminal.Platform.ReleaseDisk();
        await answer;
        Assert.Equal([("v1", new AlarmReading(Platform.Fix("v1").ObservedAt, 1))], terminal.Platform.Alarms);
        Assert.Equal(["frame.notLocated"], terminal.Platform.Refused);
    }

    [Fact]
    public async Task An_unknown_message_is_not_supported_and_kept_as_it_came()
    {
        await using var terminal = await Wired.EnteredAsync();
        var frame = terminal.Frame(0x0900, [1, 2, 3]);
        await terminal.SendAsync(frame);

        await terminal.AnsweredAsync(2, 0x0900, Jt808Result.NotSupported);
        var refusal = Assert.Single(terminal.Platform.Refusals.Recent("v1", 10));
        Assert.Equal(
            ("frame.unsupported", "vehicles/v1", $"jt808/{TerminalCity.Phone}", Convert.ToHexString(frame)),
            (refusal.Code, refusal.Device, refusal.Topic, refusal.Raw));
    }

    [Fact]
    public async Task A_position_that_is_too_short_is_wrong_and_kept_as_it_came()
    {
        await using var terminal = await Wired.EnteredAsync();
        await terminal.SendAsync(Jt808Message.Position, new byte[27]);

        await terminal.AnsweredAsync(2, Jt808Message.Position, Jt808Result.Wrong);
        Assert.NotNull(Assert.Single(terminal.Platform.Refusals.Recent("v1", 10)).Raw);
    }

    [Fact]
    public async Task Bad_frames_are_counted_and_end_nothing()
    {
        await using var terminal = await Wired.EnteredAsync();
        var bad = terminal.Frame(Jt808Message.Heartbeat, []);
        bad[^2] ^= 1;
        for (var i = 0; i < 10; i++)
        {
            await terminal.SendAsync(bad);
            await terminal.PositionAsync();
            await terminal.AnsweredAsync(i + 3, Jt808Message.Position, Jt808Result.Done);
        }

        Assert.Equal(10, terminal.Platform.Refused.Count(code => code == "frame.badCheck"));
        Assert.Equal(10, terminal.Platform.Durable.Count);
    }

    [Fact]
    public async Task Noise_without_a_frame_ends_the_connection()
    {
        await using var terminal = await Wired.EnteredAsync();
        for (var sent = 0; sent <= Jt808Connection.MaxNoise; sent += 1024)
        {
            await terminal.SendAsync(new byte[1024]);
        }

        await terminal.EndedAsync();
        Assert.Equal("connection.noFrames", terminal.Platform.Refused.Last());
        Assert.Equal([("v1", true), ("v1", false)], terminal.Platform.Statuses);
    }

    [Fact]
    public async Task Who_logs_off_is_offline_and_has_to_authenticate_again()
    {
        await using var terminal = await Wired.EnteredAsync();
        await terminal.SendAsync(Jt808Message.LogOff);
        await terminal.AnsweredAsync(2, Jt808Message.LogOff, Jt808Result.Done);
        Assert.Equal([("v1", true), ("v1", false)], terminal.Platform.Statuses);

        await terminal.PositionAsync();
        await terminal.AnsweredAsync(3, Jt808Message.Position, Jt808Result.Failed);
    }

    [Fact]
    public async Task Who_hangs_up_is_offline_after_everything_it_sent_is_kept()
    {
        await using var terminal = await Wired.EnteredAsync();
        await terminal.PositionAsync();
        await terminal.HangUpAsync();

        Assert.Single(terminal.Platform.Durable);
        Assert.Equal([("v1", true), ("v1", false)], terminal.Platform.Statuses);
    }

    [Fact]
    public async Task Who_comes_again_takes_its_old_place_and_stays_online()
    {
        await using var terminal = await Wired.EnteredAsync();
        await using var again = new Wired(terminal.Platform);
        await again.EnterAsync();

        await terminal.EndedAsync();
        Assert.Equal([("v1", true), ("v1", true)], terminal.Platform.Statuses);
    }

    [Fact]
    public async Task Who_is_silent_is_disconnected_and_who_beats_is_not()
    {
        await using var terminal = await Wired.EnteredAsync();
        terminal.Pass(Duration.FromMinutes(4));
        await terminal.SendAsync(Jt808Message.Heartbeat);
        await terminal.AnsweredAsync(2, Jt808Message.Heartbeat, Jt808Result.Done);
        terminal.Pass(Duration.FromMinutes(5));
        Assert.False(terminal.Running.IsCompleted);

        terminal.Pass(Duration.FromSeconds(1));
        await terminal.EndedAsync();
        Assert.Equal(("v1", false), terminal.Platform.Statuses[^1]);
    }

    [Fact]
    public async Task Who_takes_no_answers_is_not_listened_to_and_ended_in_time()
    {
        await using var terminal = await Wired.EnteredAsync();
        var offered = 0;
        while (await terminal.OfferAsync(terminal.Frame(Jt808Message.Heartbeat, [])))
        {
            Assert.InRange(++offered, 0, 5_000);
        }

        terminal.Platform.Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(terminal.EndedAsync);
        Assert.Equal(("v1", false), terminal.Platform.Statuses[^1]);
    }

    [Fact]
    public async Task Recorded_frames_of_another_terminal_are_all_answered_or_counted()
    {
        await using var terminal = await Wired.EnteredAsync();
        foreach (var frame in Frames.All)
        {
            await terminal.SendAsync(Frames.Bytes(frame));
        }

        await terminal.SendAsync(Jt808Message.Heartbeat);
        (ushort Message, string Body) last;
        do
        {
            last = await terminal.NextAsync();
        }
        while (last.Body != "0002000200");
        Assert.Equal(Frames.All.Length, terminal.Platform.Refused.Count(code => code == "terminal.other"));
    }

    private static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        for (var i = 0; i < 2_000 && !condition(); i++)
        {
            await Task.Delay(5);
        }

        Assert.True(condition(), otherwise);
    }
}
