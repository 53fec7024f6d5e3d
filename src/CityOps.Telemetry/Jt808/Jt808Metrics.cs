using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Jt808;

/// <summary>The books of the terminals' connections. What is refused is with the refusals of all ways in. Thread-safe.</summary>
internal sealed class Jt808Metrics
{
    // A label comes from outside, and must not have 65,536 values.
    private static readonly FrozenDictionary<ushort, string> Names = new[]
    {
        Jt808Message.TerminalAnswer, Jt808Message.Heartbeat, Jt808Message.LogOff, Jt808Message.Register, Jt808Message.Authenticate,
        Jt808Message.Position, Jt808Message.PositionAnswer, Jt808Message.PositionBatch,
    }.ToFrozenDictionary(id => id, id => $"0x{id:X4}");

    private readonly Counter<long> _frames;
    private int _connections;

    public Jt808Metrics(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryMetrics.MeterName);
        _frames = meter.CreateCounter<long>("cityops.jt808.frames", description: "Whole frames of terminals, by message id.");
        foreach (var name in Names.Values)
        {
            // What appears only with its first number does not grow by it.
            _frames.Add(0, new KeyValuePair<string, object?>("message", name));
        }

        meter.CreateObservableGauge(
            "cityops.jt808.connections", () => Connections, description: "Connections of terminals by TCP.");
    }

    /// <summary>Connections now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public void Frame(ushort messageId) => _frames.Add(
        1, new KeyValuePair<string, object?>("message", Names.GetValueOrDefault(messageId, "other")));

    public void Connected(int change) => Interlocked.Add(ref _connections, change);
}
