using Akka.Actor;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Tests.Hosting;

public sealed class FixRescueTests : IDisposable
{
    private static readonly Address First = Address.Parse("akka.tcp://cityops@127.0.0.1:1");
    private static readonly Address Second = Address.Parse("akka.tcp://cityops@127.0.0.1:2");

    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_log_is_held_until_the_last_node_answers_again()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var log = new HeldLog();
        var rescue = new FixRescue(new FixRoutes(), log, run.Service<FixCatchUp>(), run.Devices, run.Service<EngineReadiness>());
        rescue.Begin(First);
        rescue.Begin(Second);

        await rescue.EndAsync(First, default);
        Assert.True(log.IsHeld);

        await rescue.EndAsync(Second, default);
        Assert.False(log.IsHeld);
    }

    private sealed class HeldLog : IFixLog
    {
        public bool IsHeld { get; private set; }

        public void Hold(bool held) => IsHeld = held;

        public Task<IReadOnlyList<RecentFixes>> RecentAsync(Predicate<Device> wanted, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<RecentFixes>>([]);

        public Task AppendAsync(ReadOnlyMemory<Fix> batch, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<PendingFixes>> PendingAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<Fix>> ReadPendingAsync(Device device, CancellationToken cancel) => throw new NotSupportedException();

        public void CaughtUp() => throw new NotSupportedException();

        public Task<IReadOnlySet<Device>> AdoptAsync(CancellationToken cancel) => throw new NotSupportedException();
    }
}
