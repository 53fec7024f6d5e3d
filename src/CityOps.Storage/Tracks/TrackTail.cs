using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>
/// The fixes of one device that are in the log and not yet in a chunk, as the bytes of a <see cref="FixRows"/>: a tenth of what
/// they take as they are. Also what is known of the chunks, so that most are written without a look at the others. Not thread-safe.
/// </summary>
internal sealed class TrackTail(Device device)
{
    private VarWriter? _rows;
    private FixNumbers _newest;

    public int Count { get; private set; }

    /// <summary>The span and the box of the fixes; meaningless while there are none.</summary>
    public TrackExtent Extent { get; private set; } = TrackExtent.Empty;

    /// <summary>True if every fix is later than the one that came before it.</summary>
    public bool IsInOrder { get; private set; } = true;

    /// <summary>How many fixes the short chunks have together; null where nobody has looked.</summary>
    public int? InShortChunks { get; set; }

    /// <summary>When the newest fix in the chunks was taken.</summary>
    public Instant WrittenUpTo { get; set; }

    public void Add(in Fix fix)
    {
        _rows ??= new VarWriter();
        IsInOrder &= Count == 0 || fix.ObservedAt > Extent.Last;
        Extent = Extent.With(fix);
        _newest = FixRows.WriteRow(_rows, fix, _newest);
        Count++;
    }

    /// <summary>The fixes in the order in which they came.</summary>
    public List<Fix> Fixes() => Count == 0 ? [] : FixBlob.Decode(Blob());

    /// <summary>The fixes as a chunk keeps them.</summary>
    public byte[] Blob() => FixRows.OfOne(device, Count, _rows ?? new VarWriter());

    /// <summary>They are in a chunk now.</summary>
    public void Clear()
    {
        (_rows, _newest, Count) = (null, default, 0);
        (Extent, IsInOrder) = (TrackExtent.Empty, true);
    }
}

/// <summary>When and where some fixes are.</summary>
internal readonly record struct TrackExtent(
    Instant First, Instant Last, double South, double North, double West, double East)
{
    public static TrackExtent Empty { get; } = new(
        Instant.MaxValue, Instant.MinValue, double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);

    public static TrackExtent Of(IEnumerable<Fix> fixes) => fixes.Aggregate(Empty, (extent, fix) => extent.With(fix));

    public TrackExtent With(in Fix fix) => new(
        Instant.Min(First, fix.ObservedAt),
        Instant.Max(Last, fix.ObservedAt),
        Math.Min(South, fix.Place.Latitude),
        Math.Max(North, fix.Place.Latitude),
        Math.Min(West, fix.Place.Longitude),
        Math.Max(East, fix.Place.Longitude));

    public bool Reaches(TrackExtent other) =>
        First <= other.Last && Last >= other.First
        && South <= other.North && North >= other.South && West <= other.East && East >= other.West;

    /// <summary>The box around a place, over a span.</summary>
    public static TrackExtent Around(GeoPoint place, Length within, Instant from, Instant to)
    {
        const double metresPerDegree = 111_000; // a little less than it is anywhere, so that the box is never too small
        var north = within.Metres / metresPerDegree;
        var east = north / Math.Max(0.01, Math.Cos(double.DegreesToRadians(place.Latitude)));
        return new TrackExtent(
            from, to, place.Latitude - north, place.Latitude + north, place.Longitude - east, place.Longitude + east);
    }
}
