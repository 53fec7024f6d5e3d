using System.Diagnostics;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Tests.Codecs.Jt808;
using Xunit.Abstractions;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>Seeded mutations of good frames through whole connections: nothing falls over, and everything is counted.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 808;
    private const int Mutations = 100_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(Seed);

    [Fact]
    public async Task No_mutated_frame_harms_a_connection_or_the_books()
    {
        await using var platform = await Platform.StartAsync(demo: true);
        var (clock, sent, connections) = (Stopwatch.StartNew(), 0, 0);
        while (sent < Mutations && clock.Elapsed < MostTime)
        {
            await using var terminal = new Wired(platform);
            await terminal.EnterAsync();
            var seeds = SeedsOf(terminal);
            var answers = CountAnswersAsync(terminal);
            for (var i = 0; i < 500 && !terminal.Running.IsCompleted; i++)
            {
                // Two in one segment, and cut anywhere.
                byte[] bytes = [.. Mutated(seeds), .. Mutated(seeds)];
                var cut = _random.Next(bytes.Length);
                await terminal.SendAsync(bytes.AsMemory(0, cut));
                await terminal.SendAsync(bytes.AsMemory(cut));
                sent += 2;
            }

            // A connection that lives still takes what is good.
            await terminal.SendAsync(new byte[] { 0x7E });
            await terminal.SendAsync(terminal.Frame(Jt808Message.Authenticate, terminal.Code(
                System.Text.Encoding.ASCII.GetBytes(platform.Admission.CodeFor("13800000001")))));
            await terminal.PositionAsync();
            await terminal.HangUpAsync();
            Assert.True(terminal.Running.IsCompletedSuccessfully);
            Assert.InRange(await answers, 1, 5000);
            connections++;
        }

        output.WriteLine(
            $"{sent} frames on {connections} connections in {clock.Elapsed.TotalSeconds:F1} s; {platform.Metrics.Received} fixes,"
            + $" {platform.Metrics.Durable} durable; "
            + string.Join(", ", platform.Refused.CountBy(code => code).OrderByDescending(c => c.Value)));
        Assert.InRange(sent, 1000, int.MaxValue);
        Assert.True(platform.Metrics.Durable >= connections && platform.Metrics.RefusedFixes > connections);
        Assert.All(platform.Statuses.GroupBy(status => status.Vehicle), vehicle => Assert.False(vehicle.Last().Online));
        platform.AssertBooks();
    }

    private static byte[][] SeedsOf(Wired terminal)
    {
        var position = Jt808Body.Position(Platform.Fix("v1"));
        return
        [
            .. Frames.All.Select(Frames.Bytes),
            terminal.Frame(Jt808Message.Heartbeat, []),
            terminal.Frame(Jt808Message.Position, position),
            terminal.Frame(Jt808Message.PositionBatch, [0, 2, 0, 0, 28, .. position, 0, 28, .. position]),
            terminal.Frame(Jt808Message.TerminalAnswer, [0, 0, 0x83, 0, 0]),
            terminal.Frame(Jt808Message.PositionAnswer, [0, 0, .. position]),
            terminal.Frame(Jt808Message.Authenticate, [1, 2, 3]),
            terminal.Frame(0x0900, [1, 2, 3]),
        ];
    }

    private byte[] Mutated(byte[][] seeds)
    {
        var seed = seeds[_random.Next(seeds.Length)];
        var content = new byte[Jt808Frame.MaxLength];
        Assert.True(Jt808Escape.TryUnescape(seed.AsSpan(1, seed.Length - 2), content, out var length));
        for (var step = _random.Next(0, 4); step > 0; step--)
        {
            content[_random.Next(length)] ^= (byte)(1 << _random.Next(8));
        }

        switch (_random.Next(4))
        {
            case 0:
                // Bytes on the wire.
                var wire = Jt808Escape.Wrap(content.AsSpan(0, length));
                wire[_random.Next(wire.Length)] = (byte)_random.Next(256);
                return wire[..(_random.Next(8) == 0 ? _random.Next(wire.Length) : wire.Length)];
            case 1:
                return Jt808Escape.Wrap(content.AsSpan(0, length));
            default:
                // With a check that fits, so that what lies behind it is reached; often the terminal's own number too.
                if (_random.Next(3) > 0)
                {
                    Convert.FromHexString(TerminalCity.Phone).CopyTo(content, 4);
                    content[2] &= 0xBF;
                }

                content[length - 1] = content[..(length - 1)].Aggregate((a, b) => (byte)(a ^ b));
                return Jt808Escape.Wrap(content.AsSpan(0, length));
        }
    }

    private static Task<int> CountAnswersAsync(Wired terminal) => Task.Run(async () =>
    {
        var count = 0;
        while (await terminal.TryNextAsync())
        {
            count++;
        }

        return count;
    });
}
