using System.Collections.Concurrent;
using CityOps.Domain.City;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace CityOps.Http.Grids;

/// <summary>The areas of grids: of a unit grid as the city has it, of a patrol grid all of its unit grids together. Thread-safe.</summary>
internal sealed class GridShapes(CityConfiguration city)
{
    private readonly ILookup<string, UnitGrid> _parts =
        city.UnitGrids.Values.Where(u => u.PatrolGrid is not null).ToLookup(u => u.PatrolGrid ?? "", StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, Geometry> _patrolGrids = new(StringComparer.Ordinal);

    /// <summary>The area of a grid of either level, WGS-84; null where the code is none's, or the patrol grid has no unit grid.</summary>
    public Geometry? Of(string code) =>
        city.UnitGrids.TryGetValue(code, out var unit) ? unit.Boundary
        : _parts.Contains(code) ? _patrolGrids.GetOrAdd(code, c => UnaryUnionOp.Union([.. _parts[c].Select(u => (Geometry)u.Boundary)]))
        : null;
}
