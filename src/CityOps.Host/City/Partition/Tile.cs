using NetTopologySuite.Geometries;

namespace CityOps.Host.City.Partition;

/// <summary>One unit grid as a piece of the city's surface, with the line that it stands on.</summary>
internal sealed record Tile(string Code, int Line, Polygon Shape, string? PatrolGrid);
