using System.Diagnostics.Metrics;
using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry;

/// <summary>
/// The books of what came in. For fixes, <c>received = refused + shed + durable</c>, and every durable one has its outcome in
/// the engine's <c>cityops.fixes</c>. Thread-safe.
/// </summary>
public sealed class TelemetryMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CityOps.Telemetry";

    private readonly long[] _messages = new long[Enum.GetValues<TopicKind>().Length];
    private readonly Counter<long> _fixes;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _commit;
    private long _received;
    private long _durable;
    private long _shed;
    private long _refusals;
    private int _connections;
    private int _brokerConnections;

    /// <summary>Creates the meter with the given factory.</summary>
    public TelemetryMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter("cityops.mqtt.messages", Messages, description: "Messages from devices by what they tell of.");
        _fixes = meter.CreateCounter<long>("cityops.fixes.received", description: "Fixes in messages, by durable, refused or shed.");
        _refused = meter.CreateCounter<long>("cityops.refusals", description: "What was refused, by reason.");
        _commit = meter.CreateHistogram<double>("cityops.fixes.commit", "ms", "How long a group commit of fixes took.");
        meter.CreateObservableGauge("cityops.mqtt.connections", () => Volatile.Read(ref _connections), description: "Clients connected to the embedded broker.");
        meter.CreateObservableGauge(
            "cityops.mqtt.broker.connections", () => Volatile.Read(ref _brokerConnections),
            description: "Connections of the engine to the city's own broker.");
    }

    /// <summary>Fixes that messages held, good or bad.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Fixes that are on disk.</summary>
    public long Durable => Interlocked.Read(ref _durable);

    /// <summary>Fixes at QoS 0 that were dropped because more came than could be written.</summary>
    public long Shed => Interlocked.Read(ref _shed);

    /// <summary>Fixes that were refused.</summary>
    public long RefusedFixes => Interlocked.Read(ref _refusals);

    // Seventy thousand a second: a tagged counter would cost more than to decode them.
    internal void Message(TopicKind kind) => Interlocked.Increment(ref _messages[(int)kind]);

    internal void Connections(int change) => Interlocked.Add(ref _connections, change);

    internal void BrokerConnections(int change) => Interlocked.Add(ref _brokerConnections, change);

    internal void Refused(string code, long count = 1) => _refused.Add(count, new KeyValuePair<string, object?>("code", code));

    internal void FixesReceived(int good, int bad)
    {
        Interlocked.Add(ref _received, good + bad);
        Interlocked.Add(ref _refusals, bad);
        if (bad > 0)
        {
            _fixes.Add(bad, new KeyValuePair<string, object?>("outcome", "refused"));
        }
    }

    internal void FixesShed(int count)
    {
        Interlocked.Add(ref _shed, count);
        _fixes.Add(count, new KeyValuePair<string, object?>("outcome", "shed"));
    }

    private IEnumerable<Measurement<long>> Messages() => Enum.GetValues<TopicKind>().Select(kind => new Measurement<long>(
        Interlocked.Read(ref _messages[(int)kind]), new KeyValuePair<string, object?>("what", kind.ToString())));

    internal void FixesDurable(int count, TimeSpan took)
    {
        Interlocked.Add(ref _durable, count);
        _fixes.Add(count, new KeyValuePair<string, object?>("outcome", "durable"));
        _commit.Record(took.TotalMilliseconds);
    }
}
