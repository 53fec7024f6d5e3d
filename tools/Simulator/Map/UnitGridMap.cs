using CityOps.Domain.City;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace CityOps.Simulator.Map;

/// <summary>
/// Which unit grid a place lies in, by NetTopologySuite alone: on purpose not the engine's index, so that the two check
/// each other. Safe for concurrent use.
/// </summary>
internal sealed class UnitGridMap
{
    private readonly STRtree<UnitGrid> _tree = new();
    private readonly UnitGrid[] _inOrder;

    public UnitGridMap(IEnumerable<UnitGrid> unitGrids)
    {
        _inOrder = [.. unitGrids.OrderBy(grid => grid.Code, StringComparer.Ordinal)];
        foreach (var grid in _inOrder)
        {
            _tree.Insert(grid.Boundary.EnvelopeInternal, grid);
            Bounds.ExpandToInclude(grid.Boundary.EnvelopeInternal);
        }

        _tree.Build();
    }

    /// <summary>The rectangle around the city.</summary>
    public Envelope Bounds { get; } = new();

    /// <summary>The unit grids by code.</summary>
    public IReadOnlyList<UnitGrid> InOrder => _inOrder;

    /// <summary>
    /// The unit grid that contains the place; on a shared border the one with the lower code; null outside.
    /// </summary>
    public UnitGrid? At(GeoPoint place)
    {
        var point = PointOf(place);
        return _tree.Query(point.EnvelopeInternal)
            .OrderBy(grid => grid.Code, StringComparer.Ordinal)
            .FirstOrDefault(grid => grid.Boundary.Covers(point));
    }

    /// <summary>True if the place lies in the unit grid or on its border.</summary>
    public bool Covers(string code, GeoPoint place) =>
        _tree.Query(PointOf(place).EnvelopeInternal)
            .Any(grid => grid.Code == code && grid.Boundary.Covers(PointOf(place)));

    /// <summary>The unit grid whose middle is nearest: where to put what lies outside of the city.</summary>
    public UnitGrid Nearest(GeoPoint place) =>
        _inOrder.MinBy(grid => MiddleOf(grid).DistanceTo(place)) ??
        throw new InvalidOperationException("The city has no unit grid.");

    /// <summary>Some place well inside the unit grid.</summary>
    public static GeoPoint PlaceIn(UnitGrid grid, Chance chance)
    {
        var bounds = grid.Boundary.EnvelopeInternal;
        for (var attempt = 0; attempt < 64; attempt++)
        {
            var place = GeoPoint.At(
                latitude: LocalPlane.Round(chance.Between(bounds.MinY, bounds.MaxY)),
                longitude: LocalPlane.Round(chance.Between(bounds.MinX, bounds.MaxX)));
            if (grid.Boundary.Contains(PointOf(place)))
            {
                return place;
            }
        }

        return MiddleOf(grid);
    }

    /// <summary>A place of the unit grid that is certainly inside, whatever its shape.</summary>
    public static GeoPoint MiddleOf(UnitGrid grid)
    {
        var inside = grid.Boundary.Centroid;
        inside = grid.Boundary.Contains(inside) ? inside : grid.Boundary.InteriorPoint;
        return GeoPoint.At(latitude: LocalPlane.Round(inside.Y), longitude: LocalPlane.Round(inside.X));
    }

    private static Point PointOf(GeoPoint place) => new(place.Longitude, place.Latitude);
}
