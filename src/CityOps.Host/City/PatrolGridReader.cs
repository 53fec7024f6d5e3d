using CityOps.Domain.City;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>Reads the patrol grids.</summary>
internal static class PatrolGridReader
{
    public static Registry<PatrolGrid> Read(CitySource source, Registry<Jurisdiction> jurisdictions, FaultLog log)
    {
        var found = new Registry<PatrolGrid>("patrol-grids.json", log);
        if (source.Read(found.File) is not { } content)
        {
            found.IsMissing = true;
            return found;
        }

        found.IsMissing = !JsonRecords.Read(found.File, content, log, (_, line, value) =>
        {
            var record = new Record(found.File, line, value, log);
            var grid = new PatrolGrid(record.Id("code"), record.Name("name"), record.Text("jurisdiction"));
            record.NoMore();
            Check(record, grid, jurisdictions);
            if (found.Claim(grid.Code, line) && record.IsSound)
            {
                found.ById.Add(grid.Code, grid);
            }
        });
        return found;
    }

    private static void Check(Record record, PatrolGrid grid, Registry<Jurisdiction> jurisdictions)
    {
        if (Digits.Are(grid.Code, 15))
        {
            record.Fault($"'{grid.Code}' looks like a unit grid's code", "Give patrol grids codes that are not 15 digits");
        }

        if (grid.Jurisdiction.Length > 0 && !jurisdictions.Knows(grid.Jurisdiction))
        {
            record.Fault($"There is no jurisdiction '{grid.Jurisdiction}'", "Name one of jurisdictions.json");
        }
        else if (jurisdictions.ById.TryGetValue(grid.Jurisdiction, out var area)
            && area.Level is not (JurisdictionLevel.Street or JurisdictionLevel.District))
        {
            record.Fault($"'{area.Code}' is neither a street nor a district", "Name the street in which the grid lies");
        }
    }
}
