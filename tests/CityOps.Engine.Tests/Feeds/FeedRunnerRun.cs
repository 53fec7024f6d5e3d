using System.Diagnostics.Metrics;
using CityOps.Engine.Devices;
using CityOps.Engine.Feeds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Engine.Tests.Feeds;

/// <summary>A feed's runner between a journal and a store of the test's.</summary>
public abstract class FeedRunnerRun : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected FeedRunnerRun() => Wall = new WallClock(Clock);

    private protected FakeJournal Journal { get; } = new();

    private protected FakeStore Store { get; } = new();

    private protected FakeFeed Feed { get; } = new();

    private protected FakeTimeProvider Clock { get; } = new();

    private protected WallClock Wall { get; }

    public void Dispose()
    {
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected (double Events, double Seconds) Lag()
    {
        var told = Told();
        return (told["cityops.feed.lag.events"], told["cityops.feed.lag.seconds"]);
    }

    /// <summary>What is told of feeds at this moment, by the name of the instrument.</summary>
    private protected Dictionary<string, double> Told()
    {
        var read = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => read[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    private protected FeedRunner Runner() => Runner(Feed, 0, Store);

    private protected FeedRunner Runner(FakeFeed feed, int slice, FakeStore store) => new(
        feed, slice, Journal, store, Wall,
        new EngineMetrics(_services.GetRequiredService<IMeterFactory>(), new FixBooks(TimeProvider.System)), NullLogger.Instance);

    /// <summary>A clock that can be set, while what is counted on it goes on.</summary>
    private protected sealed class WallClock(FakeTimeProvider clock) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

        public override long GetTimestamp() => clock.GetTimestamp();
    }
}
