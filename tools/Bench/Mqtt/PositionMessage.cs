using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Mqtt;

/// <summary>A position message of one vehicle, encoded once; only its times and its packet id change.</summary>
internal sealed class PositionMessage
{
    private const string Time = "\"t\":0000000000000";
    private readonly byte[] _packet;
    private readonly List<int> _times = [];
    private readonly int _id;
    private long _clock = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private ushort _lastId;

    public PositionMessage(string vehicle, GeoPoint place, int fixes, int qos)
    {
        var fix = string.Create(
            CultureInfo.InvariantCulture, $"{{{Time},\"lon\":{place.Longitude:F6},\"lat\":{place.Latitude:F6},\"speed\":0.5,\"heading\":90}}");
        var payload = fixes == 1 ? fix : $"[{string.Join(',', Enumerable.Repeat(fix, fixes))}]";
        var topic = $"cityops/v1/vehicles/{vehicle}/position";
        _packet = Packets.Publish(topic, Encoding.ASCII.GetBytes(payload), qos);
        var start = _packet.Length - payload.Length;
        for (var at = payload.IndexOf(Time, StringComparison.Ordinal); at >= 0; at = payload.IndexOf(Time, at + 1, StringComparison.Ordinal))
        {
            _times.Add(start + at + Time.Length - 13);
        }

        _id = qos > 0 ? start - 2 : -1;
    }

    public int Length => _packet.Length;

    /// <summary>Writes the next message: every fix a millisecond or more after the one before.</summary>
    public void WriteNext(Span<byte> to)
    {
        _packet.CopyTo(to);
        if (_id >= 0)
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
            Packets.PutId(to[_id..], _lastId);
        }

        foreach (var time in _times)
        {
            Utf8Formatter.TryFormat(++_clock, to[time..], out _);
        }
    }
}
