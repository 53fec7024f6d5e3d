using System.Text;
using CityOps.Domain.Devices;
using CityOps.EndToEnd.Tests.Scenarios;
using CityOps.Engine.Ports;
using CityOps.Host.City;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.EndToEnd.Tests.OpenApi;

/// <summary>
/// The demo city on a clock that stands: Monday 2 March 2026, ten o'clock. A vehicle and a collector on shift are at the building site of
/// the examples, a message was refused, and a device that nobody knows waits in quarantine.
/// </summary>
public sealed class DemoOnClock : IAsyncLifetime, IDisposable
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 2, 0);
    private readonly string _data = Directory.CreateTempSubdirectory("cityops-examples-").FullName;
    private EngineOnClock? _engine;

    internal string Data => _data;

    internal EngineOnClock Engine => _engine ?? throw new InvalidOperationException("It has not started.");

    internal WebhookReceiver Receiver { get; } = new();

    public async Task InitializeAsync()
    {
        var city = CityDirectory.Load(Repository.Demo).City ?? throw new InvalidOperationException("The demo city is wrong.");
        _engine = new EngineOnClock(city, _data, new FakeTimeProvider(Start.ToDateTimeOffset()));
        await Engine.StartAsync();
        await Receiver.InitializeAsync();
        await using var vehicle = new DeviceClient("vehicles/v0001", Engine.MqttPort);
        await vehicle.SendAsync("position", """{"t":"2026-03-02T01:59:00Z","lon":115.797845,"lat":28.669422,"speed":4.2,"heading":45}""");
        await vehicle.SendAsync("position", """{"t":"2026-03-02T01:59:30Z","lon":115.797945,"lat":28.669522,"speed":3.1,"heading":45}""");
        await vehicle.SendAsync("position", """{"t":"2026-03-02T01:59:40Z","lon":115.797945,"lat":128.7}""");
        await using var collector = new DeviceClient("collectors/c0001", Engine.MqttPort);
        await collector.SendAsync("position", """{"t":"2026-03-02T01:59:20Z","lon":115.797905,"lat":28.669502,"accuracy":8}""");
        await collector.AskAsync("shift", "shift-1", """{"id":"shift-1","t":"2026-03-02T01:59:00Z","on":true}""");
        await Engine.Services.GetRequiredService<IQuarantine>().NoteAsync(
            [
                new QuarantineNote(
                    new Device(DeviceKind.Vehicle, "v9001"), "vehicles/v9001", "127.0.0.1", Start, 1, "cityops/v1/vehicles/v9001/position",
                    Encoding.UTF8.GetBytes("""{"t":1772416740000,"lon":115.79,"lat":28.66}""")),
            ],
            CancellationToken.None);

        // The lists of devices are written at intervals.
        foreach (var kind in (string[])["vehicles", "collectors"])
        {
            await Wait.UntilAsync(
                async () =>
                {
                    Engine.GoOnTo(Engine.Now + Duration.FromMilliseconds(100));
                    return (await Engine.GetAsync($"api/v1/{kind}?online=true")).GetProperty("items").GetArrayLength() > 0;
                },
                () => $"No {kind} are listed.\n{Engine.Log}");
        }
    }

    public async Task DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
