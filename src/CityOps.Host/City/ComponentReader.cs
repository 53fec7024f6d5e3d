using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Partition;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>
/// Reads the components. A component's code says its district (6 digits) and its subclass (4 or 5), so the file does not
/// repeat them.
/// </summary>
internal static class ComponentReader
{
    private static readonly string[] Columns = ["code", "lon", "lat", "department"];

    public static Registry<Component> Read(
        CitySource source, GridMap map, Registry<Jurisdiction> jurisdictions, Registry<Department> departments,
        LoadedCatalog catalog, FaultLog log, IProgress<string>? progress)
    {
        var found = new Registry<Component>("components.csv", log);
        if (source.Read(found.File) is { } content)
        {
            TableRecords.Read(found.File, content, Columns, log, row =>
            {
                var code = row.Text("code");
                row.Feature = code;
                var subclass = Subclass(row, code, jurisdictions, catalog);
                var component = new Component(code, subclass, row.Place(), row.Text("department"));
                Check(row, component, map, departments);
                if (found.Claim(code, row.Line) && row.IsSound)
                {
                    found.ById.Add(code, component);
                }

                Milestone.Report(found.ById.Count, "components", progress);
            });
        }

        return found;
    }

    private static string Subclass(
        TableRow row, string code, Registry<Jurisdiction> jurisdictions, LoadedCatalog catalog)
    {
        if (!Digits.Are(code, 16) && !Digits.Are(code, 17))
        {
            row.Fault($"'{code}' is no component's code", "Give 16 digits (GB/T 30428.2) or 17 (GB/T 47678.5)");
            return "";
        }

        var subclass = code[6..^6];
        if (!jurisdictions.Knows(code[..6]))
        {
            row.Fault($"There is no district '{code[..6]}'", "Begin the code with a district of jurisdictions.json");
        }

        if (!catalog.IsMissing && !catalog.Categories.ContainsKey((CategoryKind.Component, subclass)))
        {
            row.Fault($"There is no component subclass '{subclass}' in the catalog", "Mend the code from its 7th digit on");
        }

        return subclass;
    }

    private static void Check(TableRow row, Component component, GridMap map, Registry<Department> departments)
    {
        if (component.Department.Length > 0 && !departments.Knows(component.Department))
        {
            row.Fault($"There is no department '{component.Department}'", "Name one of departments.json");
        }

        if (row.IsSound && !map.Covers(component.Place))
        {
            row.Fault($"The place {component.Place} is outside of the city", "Give a place inside of a unit grid");
        }
    }
}
