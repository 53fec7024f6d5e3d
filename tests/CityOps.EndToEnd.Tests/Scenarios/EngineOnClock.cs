using System.Net;
using CityOps.Domain.City;
using CityOps.Host;
using CityOps.Host.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>
/// The whole program as <c>cityops run --demo</c> puts it together, in this process and on a clock that stands until it is set:
/// HTTP and MQTT on free ports of loopback, SQLite in a directory of its own.
/// </summary>
internal sealed class EngineOnClock(CityConfiguration city, string data, FakeTimeProvider clock) : IRunningEngine, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly MemoryLog _errors = new();
    private WebApplication? _app;

    public int MqttPort { get; } = EngineProcess.FreePort();

    public HttpClient Http { get; } = new();

    public string Log => string.Join('\n', _errors.Errors);

    public IServiceProvider Services => _app?.Services ?? throw new InvalidOperationException("It has not started.");

    public Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow());

    public async Task StartAsync()
    {
        var options = new CityOpsOptions
        {
            DataDirectory = data,
            Http = { Port = 0 },
            Mqtt = { Port = MqttPort },
            Jt808 = { Enabled = false },
            Cluster = { Port = 0 },
        };
        _app = Composition.Build(options, city, demo: true, clock, logs => logs.AddProvider(_errors));
        await Composition.StartAsync(_app, CancellationToken.None);
        Http.BaseAddress = new Uri(_app.Urls.Single());
    }

    /// <summary>
    /// Goes on to a moment as a machine does that was asleep: every timer ends once, not once for every second that was slept through.
    /// </summary>
    public void GoOnTo(Instant moment)
    {
        Assert.True(moment >= Now, $"It is {Now} already, and no clock goes back to {moment}.");
        if (moment - Now is var step && step > Duration.FromTimeSpan(Tick))
        {
            clock.AdjustTime(moment.ToDateTimeOffset() - Tick);
        }

        clock.Advance((moment - Now).ToTimeSpan());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is { } app)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Assert.Empty(_errors.Errors);
    }
}
