using System.Text;
using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Telemetry.Mqtt;
using CityOps.Telemetry.Tests.Codecs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Telemetry.Tests.Mqtt;

/// <summary>Messages that wait while the engine cannot answer.</summary>
public sealed class DeskMessagesTests : IDeviceGateway, ILogger<DeskMessages>
{
    private readonly FakeTimeProvider _clock = new(Given.Now.ToDateTimeOffset());
    private int _lines;

    [Fact]
    public async Task However_many_wait_the_log_says_so_once_in_a_while()
    {
        var desk = new DeskMessages(null!, this, null!, null!, null!, _clock, this);

        await WaitAsync(desk, messages: 100);
        Assert.Equal(1, _lines);

        _clock.Advance(TimeSpan.FromSeconds(9));
        await WaitAsync(desk, messages: 1);
        Assert.Equal(1, _lines);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await WaitAsync(desk, messages: 100);
        Assert.Equal(2, _lines);
    }

    /// <summary>Sends messages, and goes when all have been refused once.</summary>
    private static async Task WaitAsync(DeskMessages desk, int messages)
    {
        using var ending = new CancellationTokenSource();
        var payload = Encoding.UTF8.GetBytes("""{"id":"s1","t":"2026-11-24T00:29:00Z","on":true}""");
        var waiting = Enumerable.Range(0, messages)
            .Select(_ => desk.ShiftAsync(Given.Collector, "topic", payload, Given.Now, ending.Token)).ToList();

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(CollectorCommand command, CancellationToken cancel) =>
        Task.FromResult<Answer<DeviceView>>(
            new Answer<DeviceView>.Refused(new Rejection(RejectionKind.Unavailable, "engine.unavailable", "Not now.")));

    void IDeviceGateway.Tell(ReadOnlySpan<LocatedFix> fixes) => throw new NotSupportedException();

    void IDeviceGateway.TellStatus(Device device, bool online) => throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(VehicleCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.SendAsync(DownlinkAct act, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<Answer<DeviceView>> IDeviceGateway.GetAsync(Device device, CancellationToken cancel) =>
        throw new NotSupportedException();

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Interlocked.Increment(ref _lines);
}
