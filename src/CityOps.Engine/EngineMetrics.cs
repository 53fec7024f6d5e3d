using System.Diagnostics.Metrics;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Webhooks;

namespace CityOps.Engine;

/// <summary>What the engine counts, on the meter <see cref="MeterName"/>. Thread-safe.</summary>
public sealed class EngineMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CityOps.Engine";

    private static readonly DeviceKind[] Kinds = Enum.GetValues<DeviceKind>();
    private static readonly FixOutcome[] Outcomes = Enum.GetValues<FixOutcome>();

    private static readonly string[] Fates = [.. typeof(DeliveryFate).GetNestedTypes().Select(NameOf)];

    private readonly Counter<long> _commands;
    private readonly Histogram<double> _asked;
    private readonly UpDownCounter<long> _entities;
    private readonly Counter<long> _feedEvents;
    private readonly Counter<long> _feedGaps;
    private readonly Counter<long> _webhooks;
    private readonly Dictionary<string, FeedLag> _lags = [];
    private readonly FixBooks _books;

    /// <summary>Creates the meter with the given factory; what becomes of fixes the books count.</summary>
    public EngineMetrics(IMeterFactory meters, FixBooks books)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _books = books;
        var meter = meters.Create(MeterName);
        _commands = meter.CreateCounter<long>("cityops.commands", description: "Commands by entity and outcome.");
        _asked = meter.CreateHistogram(
            "cityops.commands.duration", "s", "From asking an entity to its answer, by entity; a command is answered after its commit.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
            });
        meter.CreateObservableCounter("cityops.fixes", Fixes, description: "Durable fixes by what became of them.");
        _entities = meter.CreateUpDownCounter<long>("cityops.entities", description: "Entities in memory.");
        _feedEvents = meter.CreateCounter<long>("cityops.feed.events", description: "Events that a feed has handled.");
        _feedGaps = meter.CreateCounter<long>("cityops.feed.gaps", description: "Holes in the journal's numbering that a feed gave up on.");
        _webhooks = meter.CreateCounter<long>("cityops.webhook.messages", description: "Messages to webhooks by what became of them.");
        foreach (var outcome in Fates)
        {
            // What appears only with its first number does not grow by it.
            _webhooks.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        }

        meter.CreateObservableGauge("cityops.feed.lag.events", () => Lags(l => l.Events), description: "Numbers between a feed and the journal's end.");
        meter.CreateObservableGauge("cityops.feed.lag.seconds", () => Lags(l => l.Seconds), "s", "Age of the oldest event that a feed has not handled.");
    }

    internal void Command(string entity, string outcome) =>
        _commands.Add(1, new("entity", entity), new("outcome", outcome));

    internal void Asked(string entity, TimeSpan took) =>
        _asked.Record(took.TotalSeconds, new KeyValuePair<string, object?>("entity", entity));

    internal void Entities(string entity, int change) => _entities.Add(change, new KeyValuePair<string, object?>("entity", entity));

    internal void FeedEvents(string feed, int count) => _feedEvents.Add(count, new KeyValuePair<string, object?>("feed", feed));

    internal void Webhook(DeliveryFate fate) =>
        _webhooks.Add(1, new KeyValuePair<string, object?>("outcome", NameOf(fate.GetType())));

    private static string NameOf(Type fate) => fate.Name.ToLowerInvariant();

    internal void FeedGap(string feed, int count = 1) => _feedGaps.Add(count, new KeyValuePair<string, object?>("feed", feed));

    internal void FeedLag(string feed, long events, double seconds)
    {
        lock (_lags)
        {
            if (!_lags.ContainsKey(feed))
            {
                FeedGap(feed, 0);
            }

            _lags[feed] = new FeedLag(events, seconds);
        }
    }

    /// <summary>The feed runs on another node from here on, which says how far it is.</summary>
    internal void FeedLeft(string feed)
    {
        lock (_lags)
        {
            _lags.Remove(feed);
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
