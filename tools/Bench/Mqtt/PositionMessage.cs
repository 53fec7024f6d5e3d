using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Mqtt;

/// <summary>
/// Position messages of one vehicle, or of several in turn, encoded once; only their times and their packet id change.
/// </summary>
internal sealed class PositionMessage
{
    private const string Time = "\"t\":0000000000000";
    private readonly byte[][] _packets;
    private readonly List<int> _times = [];
    private readonly int _id;
    private long _clock = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private ushort _lastId;
    private int _next;

    /// <param name="vehicles">Whose positions; ids of the same length.</param>
    /// <param name="place">Where they are.</param>
    /// <param name="fixes">How many fixes a message has.</param>
    /// <param name="qos">The quality of service.</param>
    public PositionMessage(IReadOnlyList<string> vehicles, GeoPoint place, int fixes, int qos)
    {
        var fix = string.Create(
            CultureInfo.InvariantCulture, $"{{{Time},\"lon\":{place.Longitude:F6},\"lat\":{place.Latitude:F6},\"speed\":0.5,\"heading\":90}}");
        var payload = fixes == 1 ? fix : $"[{string.Join(',', Enumerable.Repeat(fix, fixes))}]";
        _packets = [.. vehicles.Select(v => Packets.Publish($"cityops/v1/vehicles/{v}/position", Encoding.ASCII.GetBytes(payload), qos))];
        var start = Length - payload.Length;
        for (var at = payload.IndexOf(Time, StringComparison.Ordinal); at >= 0; at = payload.IndexOf(Time, at + 1, StringComparison.Ordinal))
        {
            _times.Add(start + at + Time.Length - 13);
        }

        _id = qos > 0 ? start - 2 : -1;
    }

    public int Length => _packets[0].Length;

    /// <summary>The time of the newest fix, in Unix ms.</summary>
    public long Clock => Volatile.Read(ref _clock);

    /// <summary>The packet id of the last message, at QoS 1.</summary>
    public ushort LastId => _lastId;

    /// <summary>Writes the next message: every fix a millisecond or more after the one before.</summary>
    public void WriteNext(Span<byte> to)
    {
        _packets[_next].CopyTo(to);
        _next = (_next + 1) % _packets.Length;
        if (_id >= 0)
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
            Packets.PutId(to[_id..], _lastId);
        }

        // Vehicles in turn have the same times: else those of a fast gateway would run ahead of the clock.
        var clock = _clock;
        foreach (var time in _times)
        {
            Utf8Formatter.TryFormat(++clock, to[time..], out _);
        }

        _clock = _next == 0 ? clock : _clock;
    }
}
