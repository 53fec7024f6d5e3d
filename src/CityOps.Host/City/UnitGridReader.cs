using CityOps.Domain.City;
using CityOps.Host.City.Partition;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>The unit grids as read: the sound ones by code, and every shape, whatever else is wrong with its grid.</summary>
internal sealed record UnitGridFile(Registry<UnitGrid> Grids, List<Tile> Tiles)
{
    /// <summary>How many features have no valid polygon.</summary>
    public int Shapeless { get; set; }
}

/// <summary>Reads the unit grids: a GeoJSON FeatureCollection (RFC 7946) of polygons in WGS-84.</summary>
internal static class UnitGridReader
{
    public static UnitGridFile Read(
        CitySource source, Registry<Jurisdiction> jurisdictions, Registry<PatrolGrid> patrolGrids, FaultLog log,
        IProgress<string>? progress)
    {
        var found = new Registry<UnitGrid>("unit-grids.geojson", log);
        var file = new UnitGridFile(found, []);
        var faultsBefore = log.Count;
        if (source.Read(found.File) is not { } content)
        {
            found.IsMissing = true;
            return file;
        }

        found.IsMissing = !JsonRecords.Read(found.File, content, log, (array, line, value) =>
        {
            if (array == "features")
            {
                Take(new Record(found.File, line, value, log), file, jurisdictions, patrolGrids);
                Milestone.Report(file.Tiles.Count, "unit grids", progress);
            }
            else
            {
                FeatureCollection.CheckMember(found.File, array, line, value, log);
            }
        });
        if (found.ById.Count == 0 && log.Count == faultsBefore)
        {
            log.Add(found.File, 1, null, "There is no unit grid", "Add at least one feature");
        }

        return file;
    }

    private static void Take(
        Record feature, UnitGridFile file, Registry<Jurisdiction> jurisdictions, Registry<PatrolGrid> patrolGrids)
    {
        if (feature.Text("type") is not ("Feature" or ""))
        {
            feature.Fault("This is no GeoJSON feature", "Write \"type\":\"Feature\"");
        }

        var properties = feature.Inner("properties");
        var code = properties.Text("code");
        properties.Feature = feature.Feature = code;
        var patrolGrid = properties.OptionalText("patrolGrid");
        properties.NoMore();
        CheckCode(feature, code, jurisdictions);
        CheckBeat(feature, code, patrolGrid, patrolGrids);
        var polygon = PolygonReader.Read(feature);
        feature.NoMore();

        if (polygon is null)
        {
            file.Shapeless++;
        }
        else
        {
            file.Tiles.Add(new Tile(code, feature.Line, polygon, patrolGrid));
        }

        if (file.Grids.Claim(code, feature.Line) && feature.IsSound && polygon is not null)
        {
            file.Grids.ById.Add(code, new UnitGrid(code, polygon, patrolGrid));
        }
    }

    private static void CheckCode(Record feature, string code, Registry<Jurisdiction> jurisdictions)
    {
        if (code.Length == 0)
        {
            return;
        }

        if (!Digits.Are(code, 15))
        {
            feature.Fault($"'{code}' is no unit grid's code", "Give 15 digits: community 12, sequence 3");
        }
        else if (!jurisdictions.Knows(code[..12]))
        {
            feature.Fault($"There is no community '{code[..12]}'", "Begin the code with a community of jurisdictions.json");
        }
    }

    private static void CheckBeat(Record feature, string code, string? patrolGrid, Registry<PatrolGrid> patrolGrids)
    {
        if (patrolGrid is null)
        {
            return;
        }

        if (!patrolGrids.Knows(patrolGrid))
        {
            feature.Fault($"There is no patrol grid '{patrolGrid}'", "Name one of patrol-grids.json, or null");
        }
        else if (patrolGrids.ById.TryGetValue(patrolGrid, out var beat)
            && !code.StartsWith(beat.Jurisdiction, StringComparison.Ordinal))
        {
            feature.Fault(
                $"The patrol grid '{patrolGrid}' lies in '{beat.Jurisdiction}', this grid does not",
                "Name a patrol grid of the same street or district");
        }
    }
}
