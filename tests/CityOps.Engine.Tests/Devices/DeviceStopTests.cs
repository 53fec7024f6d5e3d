using Akka.Actor;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using CityOps.Engine.Tests.Hosting;
using CityOps.Engine.Vehicles;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace CityOps.Engine.Tests.Devices;

public sealed class DeviceStopTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_device_stays_until_the_board_has_also_written_what_it_posted_while_it_waited_for_that()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var board = new WaitedBoard(first.Task, second.Task, Task.CompletedTask);
        var device = Truck(run, board);

        device.Tell(StopEntity.Instance, ActorRefs.NoSender);
        await Eventually.Holds(() => board.Asked == 1);
        first.SetResult();
        await Eventually.Holds(() => board.Asked == 2);
        second.SetResult();
        await Eventually.Holds(() => board.Asked == 3);

        await run.EmptyAsync();
    }

    private static IActorRef Truck(EngineRun run, WaitedBoard board)
    {
        var shell = new EntityShell<Vehicle, DeviceCommand, DeviceEvent>(
            "vehicle", new VehicleDecider(TinyCity.Configuration.Version), TimeProvider.System, run.Service<EngineMetrics>(),
            run.Service<INodes>(), NullLogger.Instance);
        var live = new LiveDevices(board, run.Books, run.Service<GridIndex>(), run.Service<RoadRules>(), static _ => { });
        return run.Service<ActorSystem>().ActorOf(
            Producer<VehicleActor>.Props(() => new VehicleActor(shell, live, null, null, "v1")).WithMailbox(EntityMailbox.Path));
    }

    /// <summary>Answers with one write after the other, each time that it is asked.</summary>
    private sealed class WaitedBoard(params Task[] writes) : IDeviceBoard
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public Task WrittenAsync(Device device) => writes[Interlocked.Increment(ref _asked) - 1];

        public Task<DeviceView?> GetAsync(Device device, CancellationToken cancel) => Task.FromResult<DeviceView?>(null);

        public void Post(DeviceView device)
        {
        }

        public Task<IReadOnlyDictionary<Device, Instant>> NewestAsync(IReadOnlyCollection<Device> devices, CancellationToken cancel) =>
            throw new NotSupportedException();

        public void PostVisit(GridVisit visit) => throw new NotSupportedException();

        public Task<IReadOnlyList<GridVisit>> VisitsAsync(IReadOnlyCollection<string> unitGrids, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<DeviceView>> PresentAsync(string beat, CancellationToken cancel) => throw new NotSupportedException();
    }
}
