using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;

namespace CityOps.Domain.City;

/// <summary>单元网格: the smallest area of management.</summary>
/// <param name="Code">15 digits: division 6, street 3, community 3, sequence 3.</param>
/// <param name="Boundary">WGS-84, x = longitude, y = latitude; a valid polygon without holes or with.</param>
/// <param name="PatrolGrid">The patrol grid it belongs to, or null: then it is one of its own.</param>
public sealed record UnitGrid(string Code, Polygon Boundary, string? PatrolGrid)
{
    /// <summary>The grid whose actor answers for this one: the patrol grid, or itself where it belongs to none.</summary>
    public string Beat => PatrolGrid ?? Code;
}

/// <summary>责任网格: the beat of one or more collectors, a set of unit grids.</summary>
/// <param name="Code">The id, unique in the city and never 15 digits.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Jurisdiction">The code of the street or district it lies in.</param>
public sealed record PatrolGrid(string Code, Name Name, string Jurisdiction);

/// <summary>A camera of the city.</summary>
public sealed record Camera(string Id, Name Name, GeoPoint Place);

/// <summary>部件: a managed public object.</summary>
/// <param name="Code">16 digits (GB/T 30428.2) or 17 (GB/T 47678.5).</param>
/// <param name="Category">The subclass it is of, as in the catalog.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Department">The department that owns it.</param>
public sealed record Component(string Code, string Category, GeoPoint Place, string Department);
