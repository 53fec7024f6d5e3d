using CityOps.Domain.City;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Partition;

/// <summary>Warns of patrol grids that are empty, or in pieces that cannot be walked without leaving the beat.</summary>
internal static class BeatCheck
{
    public static void Run(IReadOnlyList<Tile> tiles, EdgeTable edges, Registry<PatrolGrid> patrolGrids, FaultLog log)
    {
        var pieces = PiecesByBeat(tiles, edges);
        foreach (var code in patrolGrids.ById.Keys)
        {
            switch (pieces.GetValueOrDefault(code))
            {
                case 0:
                    log.Warn(
                        patrolGrids.File, patrolGrids.LineOf(code), code, "The patrol grid has no unit grid",
                        "Name it in unit-grids.geojson, or remove it");
                    break;
                case > 1:
                    log.Warn(
                        patrolGrids.File, patrolGrids.LineOf(code), code,
                        $"The patrol grid is in {pieces[code]} pieces", "Let its unit grids lie side by side");
                    break;
                default:
                    break;
            }
        }
    }

    private static Dictionary<string, int> PiecesByBeat(IReadOnlyList<Tile> tiles, EdgeTable edges)
    {
        var parent = Enumerable.Range(0, tiles.Count).ToArray();
        int Root(int tile)
        {
            while (parent[tile] != tile)
            {
                parent[tile] = parent[parent[tile]];
                tile = parent[tile];
            }

            return tile;
        }

        foreach (var (one, other) in edges.Neighbours)
        {
            if (tiles[one].PatrolGrid == tiles[other].PatrolGrid)
            {
                parent[Root(one)] = Root(other);
            }
        }

        return Enumerable.Range(0, tiles.Count).Where(t => Root(t) == t && tiles[t].PatrolGrid is not null)
            .CountBy(t => tiles[t].PatrolGrid ?? "").ToDictionary();
    }
}
