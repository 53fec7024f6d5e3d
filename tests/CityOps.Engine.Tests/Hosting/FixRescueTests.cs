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

        rescue.NoLongerSilent(First);
        await rescue.EndAsync(First, default);
        Assert.True(log.IsHeld);

        rescue.NoLongerSilent(Second);
        await rescue.EndAsync(Second, default);
        Assert.False(log.IsHeld);
    }

    [Fact]
    public async Task What_waits_for_a_node_that_falls_silent_again_while_its_devices_are_told_waits_on()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var (log, routes) = (new HeldLog(), new FixRoutes());
        var rescue = new FixRescue(routes, log, run.Service<FixCatchUp>(), run.Devices, run.Service<EngineReadiness>());
        rescue.Begin(First);
        rescue.NoLongerSilent(First);
        log.Meanwhile = () => rescue.Begin(First);
        await rescue.EndAsync(First, default);
        Assert.True(routes.HoldsBack && log.IsHeld);

        log.Meanwhile = null;
        rescue.NoLongerSilent(First);
        await rescue.EndAsync(First, default);
        Assert.False(routes.HoldsBack || log.IsHeld);
    }

    [Fact]
    public async Task The_log_is_held_while_that_of_a_node_is_taken_over_which_nobody_found_silent()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var log = new HeldLog();
        var rescue = new FixRescue(new FixRoutes(), log, run.Service<FixCatchUp>(), run.Devices, run.Service<EngineReadiness>());

        await rescue.TakeOverAsync(First, default);

        Assert.True(log.WasHeldWhenAdopted);
        Assert.False(log.IsHeld);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_is_held_until_a_node_is_taken_over_though_it_or_another_is_found_to_answer_again_meanwhile(bool isIt)
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var (log, isHeld) = (new HeldLog(), false);
        var rescue = new FixRescue(new FixRoutes(), log, run.Service<FixCatchUp>(), run.Devices, run.Service<EngineReadiness>());
        var other = Task.CompletedTask;
        log.Meanwhile = () =>
        {
            log.Meanwhile = null;
            other = rescue.EndAsync(isIt ? First : Second, default);
            isHeld = other.IsCompletedSuccessfully && log.IsHeld;
        };

        await rescue.TakeOverAsync(First, default);

        await other;
        Assert.True(isHeld);
        Assert.False(log.IsHeld);
    }

    private sealed class HeldLog : IFixLog
    {
        public bool IsHeld { get; private set; }

        public void Hold(bool held) => IsHeld = held;

        /// <summary>What happens while the log is read.</summary>
        public Action? Meanwhile { get; set; }

        public Task<IReadOnlyList<RecentFixes>> RecentAsync(Predicate<Device> wanted, CancellationToken cancel)
        {
            Meanwhile?.Invoke();
            return Task.FromResult<IReadOnlyList<RecentFixes>>([]);
        }

        public Task AppendAsync(ReadOnlyMemory<Fix> batch, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<PendingFixes>> PendingAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<Fix>> ReadPendingAsync(Device device, CancellationToken cancel) => throw new NotSupportedException();

        public void CaughtUp() => throw new NotSupportedException();

        public bool WasHeldWhenAdopted { get; private set; }

        public Task<IReadOnlySet<Device>> AdoptAsync(CancellationToken cancel)
        {
            WasHeldWhenAdopted = IsHeld;
            return Task.FromResult<IReadOnlySet<Device>>(new HashSet<Device>());
        }
    }
}
