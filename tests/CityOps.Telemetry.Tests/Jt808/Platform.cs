using System.Diagnostics.Metrics;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Mqtt;
using CityOps.Telemetry.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>Everything behind a terminal's connection, with a disk that can be held, and an engine that only listens.</summary>
internal sealed class Platform : IFixLog, IFixLocator, IDeviceGateway, IAsyncDisposable
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 0, 30);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DirectoryInfo _data = System.IO.Directory.CreateTempSubdirectory("cityops-jt808-");
    private readonly Lock _gate = new();
    private readonly List<(string Vehicle, bool Online)> _statuses = [];
    private readonly List<Fix> _durable = [];
    private readonly List<(string Vehicle, AlarmReading Reading)> _alarms = [];
    private TaskCompletionSource _disk = new();

    public Platform(bool demo = false, LimitOptions? limits = null)
    {
        Rates = new Jt808Rates(new Jt808Options { Limits = limits }, Clock);
        Books = new FixBooks(Clock);
        var options = new TelemetryOptions { AcceptUnknownDevices = demo, DataDirectory = _data.FullName };
        var meters = _services.GetRequiredService<IMeterFactory>();
        Metrics = new TelemetryMetrics(meters);
        Book = new RefusalBook(Refusals, Metrics, NullLogger<RefusalBook>.Instance);
        Admission = new TerminalAdmission(TerminalCity.Configuration, options);
        Directory = new DeviceDirectory(TerminalCity.Configuration, options);
        Sessions = new Jt808Sessions(this);
        var book = new Jt808Book(Book, Books, Metrics);
        Messages = new Jt808Messages(
            new Jt808Registrar(Admission, Directory, Sessions, book), Sessions, this,
            new UnlocatedAlarms(this, Clock, NullLogger<UnlocatedAlarms>.Instance), book, new Jt808Metrics(meters));
        Fixes = new FixPipeline(this, this, this, Books, Metrics, Clock, NullLogger<FixPipeline>.Instance);
        _disk.SetResult();
    }

    public FakeTimeProvider Clock { get; } = new(Now.ToDateTimeOffset());

    public IRefusals Refusals { get; } = new Engine.Devices.Refusals();

    public TelemetryMetrics Metrics { get; }

    public RefusalBook Book { get; }

    public FixBooks Books { get; }

    public TerminalAdmission Admission { get; }

    public DeviceDirectory Directory { get; }

    public Jt808Sessions Sessions { get; }

    public Jt808Messages Messages { get; }

    /// <summary>How much terminals may send; without limits as much as they like.</summary>
    public Jt808Rates Rates { get; }

    public FixPipeline Fixes { get; }

    /// <summary>What vehicles were said to be, in order.</summary>
    public IReadOnlyList<(string Vehicle, bool Online)> Statuses
    {
        get
        {
            lock (_gate)
            {
                return [.. _statuses];
            }
        }
    }

    /// <summary>What is on the disk.</summary>
    public IReadOnlyList<Fix> Durable
    {
        get
        {
            lock (_gate)
            {
                return [.. _durable];
            }
        }
    }

    /// <summary>The alarms that vehicles were told of without a fix.</summary>
    public IReadOnlyList<(string Vehicle, AlarmReading Reading)> Alarms
    {
        get
        {
            lock (_gate)
            {
                return [.. _alarms];
            }
        }
    }

    /// <summary>The codes of what was refused, the oldest first.</summary>
    public IEnumerable<string> Refused => Refusals.Recent(null, int.MaxValue).Select(r => r.Code).Reverse();

    public static async Task<Platform> StartAsync(bool demo = false, LimitOptions? limits = null)
    {
        var platform = new Platform(demo, limits);
        await platform.Fixes.StartAsync(CancellationToken.None);
        return platform;
    }

    /// <summary>From now on nothing gets to the disk.</summary>
    public void HoldDisk() => _disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReleaseDisk() => _disk.SetResult();

    /// <summary>A good position of a vehicle, some seconds ago.</summary>
    public static Fix Fix(string vehicle, int secondsAgo = 10) => new(
        new Device(DeviceKind.Vehicle, vehicle), Now - Duration.FromSeconds(secondsAgo),
        Domain.Geo.GeoPoint.At(latitude: 28.683016, longitude: 115.857963));

    /// <summary>received = refused + shed + durable.</summary>
    public void AssertBooks() =>
        Assert.Equal(Metrics.Received, Metrics.RefusedFixes + Metrics.Shed + Metrics.Durable);

    public async ValueTask DisposeAsync()
    {
        await Fixes.StopAsync(CancellationToken.None);
        Fixes.Dispose();
        await _services.DisposeAsync();
        _data.Delete(recursive: true);
    }

    async Task IFixLog.AppendAsync(ReadOnlyMemory<Fix> batch, CancellationToken cancel)
    {
        await _disk.Task.WaitAsync(cancel);
        lock (_gate)
        {
            _durable.AddRange(batch.Span);
        }
    }

    Task<IReadOnlyList<PendingFixes>> IFixLog.PendingAsync(CancellationToken cancel) => throw new NotSupportedException();

    Task<IReadOnlyList<Fix>> IFixLog.ReadPendingAsync(Device device, CancellationToken cancel) => throw new NotSupportedException();

    void IFixLog.CaughtUp() => throw new NotSupportedException();

    void IFixLog.Hold(bool held) => throw new NotSupportedException();

    Task<IReadOnlyList<RecentFixes>> IFixLog.RecentAsync(Predicate<Device> wanted, CancellationToken cancel) => throw new NotSupportedException();

    Task<IReadOnlySet<Device>> IFixLog.AdoptAsync(CancellationToken cancel) => throw new NotSupportedException();

    LocatedFix IFixLocator.Locate(Fix fix, Instant receivedAt) => new(fix, receivedAt, null, null);

    void IDeviceGateway.Tell(ReadOnlySpan<LocatedFix> fixes)
    {
    }

    void IDeviceGateway.TellStatus(Device device, bool online)
    {
        lock (_gate)
        {
            _statuses.Add((device.Id, online));
        }
    }

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(CollectorCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    async Task<Answer<DeviceView>> IDeviceGateway.SendAsync(VehicleCommand command, CancellationToken cancel)
    {
        var told = Assert.IsType<RecordDriving>(command);
        await _disk.Task.WaitAsync(cancel);
        lock (_gate)
        {
            _alarms.AddRange(told.Alarms.Select(reading => (told.Vehicle, reading)));
        }

        return new Answer<DeviceView>.Done(new DeviceView(new Device(DeviceKind.Vehicle, told.Vehicle), null), false);
    }

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(DownlinkAct act, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.GetAsync(Device device, CancellationToken cancel) =>
        throw new NotSupportedException();
}
