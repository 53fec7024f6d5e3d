using System.Diagnostics.Metrics;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;

namespace CityOps.Engine;

/// <summary>What the engine counts, on the meter <see cref="MeterName"/>. Thread-safe.</summary>
public sealed class EngineMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CityOps.Engine";

    private static readonly DeviceKind[] Kinds = Enum.GetValues<DeviceKind>();
    private static readonly FixOutcome[] Outcomes = Enum.GetValues<FixOutcome>();

    private readonly Counter<long> _commands;
    private readonly UpDownCounter<long> _entities;
    private readonly Counter<long> _feedEvents;
    private readonly Counter<long> _feedGaps;
    private readonly Dictionary<string, FeedLag> _lags = [];
    private readonly FixBooks _books;

    /// <summary>Creates the meter with the given factory; what becomes of fixes the books count.</summary>
    public EngineMetrics(IMeterFactory meters, FixBooks books)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _books = books;
        var meter = meters.Create(MeterName);
        _commands = meter.CreateCounter<long>("cityops.commands", description: "Commands by entity and outcome.");
        meter.CreateObservableCounter("cityops.fixes", Fixes, description: "Durable fixes by what became of them.");
        _entities = meter.CreateUpDownCounter<long>("cityops.entities", description: "Entities in memory.");
        _feedEvents = meter.CreateCounter<long>("cityops.feed.events", description: "Events that a feed has handled.");
        _feedGaps = meter.CreateCounter<long>("cityops.feed.gaps", description: "Holes in the journal's numbering that a feed gave up on.");
        meter.CreateObservableGauge("cityops.feed.lag.events", () => Lags(l => l.Events), description: "Numbers between a feed and the journal's end.");
        meter.CreateObservableGauge("cityops.feed.lag.seconds", () => Lags(l => l.Seconds), "s", "Age of the oldest event that a feed has not handled.");
    }

    internal void Command(string entity, string outcome) =>
        _commands.Add(1, new("entity", entity), new("outcome", outcome));

    internal void Entities(string entity, int change) => _entities.Add(change, new KeyValuePair<string, object?>("entity", entity));

    internal void FeedEvents(string feed, int count) => _feedEvents.Add(count, new KeyValuePair<string, object?>("feed", feed));

    internal void FeedGap(string feed) => _feedGaps.Add(1, new KeyValuePair<string, object?>("feed", feed));

    internal void FeedLag(string feed, long events, double seconds)
    {
        lock (_lags)
        {
            _lags[feed] = new FeedLag(events, seconds);
        }
    }

    private IEnumerable<Measurement<long>> Fixes() =>
        from kind in Kinds
        from outcome in Outcomes
        select new Measurement<long>(
            _books.With(kind, outcome),
            new("kind", kind == DeviceKind.Collector ? "collector" : "vehicle"),
            new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    private List<Measurement<double>> Lags(Func<FeedLag, double> value)
    {
        lock (_lags)
        {
            return [.. _lags.Select(l => new Measurement<double>(
                value(l.Value), new KeyValuePair<string, object?>("feed", l.Key)))];
        }
    }
}

/// <summary>How far a feed is behind.</summary>
internal sealed record FeedLag(long Events, double Seconds);
