using System.Collections.Frozen;
using CityOps.Domain.City;
using NetTopologySuite.Geometries;

namespace CityOps.Domain.Geo;

/// <summary>
/// Finds the geofences at a place, prepared once: a raster says which may be there, their shapes decide. Ordinals count the geofences
/// from 0 as given. Immutable and safe to share between threads; finding allocates nothing.
/// </summary>
public sealed class GeofenceIndex
{
    private const int Cells = 16_384;
    private const double MetresPerDegree = 111_195.08;

    private readonly Geofence[] _fences;
    private readonly FrozenDictionary<string, int> _ordinals;
    private readonly GridBoundaries _polygons;

    // The middle of each corridor, x and y in turn; empty for a polygon.
    private readonly double[][] _lines;
    private readonly CellRaster _raster;
    private readonly int[]?[] _near;

    /// <summary>Prepares the index.</summary>
    public GeofenceIndex(IReadOnlyList<Geofence> fences)
    {
        _fences = [.. fences];
        _ordinals = _fences.Index().ToFrozenDictionary(f => f.Item.Id, f => f.Index);
        _polygons = new GridBoundaries(Array.ConvertAll(_fences, f => f.Shape as Polygon ?? Polygon.Empty));
        _lines = Array.ConvertAll(_fences, LineOf);
        var box = new Envelope();
        foreach (var fence in _fences)
        {
            box.ExpandToInclude(Reach(fence, fence.Shape.EnvelopeInternal));
        }

        _raster = new CellRaster(box.IsNull ? new Envelope(0, 0, 0, 0) : box, Cells);
        _near = new int[]?[_raster.Columns * _raster.Rows];
        for (var fence = 0; fence < _fences.Length; fence++)
        {
            Draw(fence);
        }
    }

    /// <summary>How many geofences there are.</summary>
    public int Count => _fences.Length;

    /// <summary>The geofence with the given ordinal.</summary>
    public Geofence this[int ordinal] => _fences[ordinal];

    /// <summary>The ordinal of a geofence; false where there is none with the id any more.</summary>
    public bool TryFind(string id, out int ordinal) => _ordinals.TryGetValue(id, out ordinal);

    /// <summary>The ordinals of all geofences that may cover the place, rising.</summary>
    public ReadOnlySpan<int> Near(GeoPoint place) =>
        _raster.TryCellOf(place.Longitude, place.Latitude, out var cell) ? _near[cell] : [];

    /// <summary>How far outside of a geofence the place is; zero inside and on its border.</summary>
    public Length DistanceTo(int ordinal, GeoPoint place) => _lines[ordinal] is { Length: > 0 } line
        ? Length.FromMetres(Math.Max(0, new LocalPlane(place).MetresTo(line) - (_fences[ordinal].Width.Metres / 2)))
        : _polygons.DistanceTo(ordinal, place);

    /// <summary>True if the place is inside of a geofence or on its border.</summary>
    public bool Covers(int ordinal, GeoPoint place) => _lines[ordinal].Length > 0
        ? DistanceTo(ordinal, place).Metres == 0
        : _polygons.Covers(ordinal, place.Longitude, place.Latitude);

    private void Draw(int fence)
    {
        var shape = _fences[fence].Shape;
        var box = Reach(_fences[fence], shape.EnvelopeInternal);
        var (left, right) = _raster.ColumnsBetween(_raster.ColumnOf(box.MinX), _raster.ColumnOf(box.MaxX));
        var (bottom, top) = _raster.RowsBetween(_raster.RowOf(box.MinY), _raster.RowOf(box.MaxY));
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var around = shape.Factory.ToGeometry(Reach(_fences[fence], _raster.BoxOf(column, row)));
                if (shape.Intersects(around))
                {
                    ref var near = ref _near[(row * _raster.Columns) + column];
                    near = near is null ? [fence] : [.. near, fence];
                }
            }
        }
    }

    // A box with half the width of the corridor around it: what is in the corridor has its middle in there.
    private static Envelope Reach(Geofence fence, Envelope box)
    {
        var north = fence.Width.Metres / 2 / MetresPerDegree * 1.01;
        var east = north / Math.Cos(double.DegreesToRadians(Math.Max(Math.Abs(box.MinY), Math.Abs(box.MaxY))));
        return new Envelope(box.MinX - east, box.MaxX + east, box.MinY - north, box.MaxY + north);
    }

    private static double[] LineOf(Geofence fence) => fence.Shape is LineString line
        ? [.. line.Coordinates.SelectMany(c => new[] { c.X, c.Y })]
        : [];
}
