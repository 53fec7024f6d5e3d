using CityOps.Domain.City;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>Reads the departments and units that handle cases.</summary>
internal static class DepartmentReader
{
    public static Registry<Department> Read(
        CitySource source, Registry<Jurisdiction> jurisdictions, LoadedCatalog catalog, FaultLog log)
    {
        var found = new Registry<Department>("departments.json", log);
        if (source.Read(found.File) is not { } content)
        {
            found.IsMissing = true;
            return found;
        }

        found.IsMissing = !JsonRecords.Read(found.File, content, log, (_, line, value) =>
        {
            var record = new Record(found.File, line, value, log);
            var department = new Department(
                record.Id("id"), record.Name("name"), record.Text("jurisdiction"), record.Texts("categories"));
            record.NoMore();
            Check(record, department, jurisdictions, catalog);
            if (found.Claim(department.Id, line) && record.IsSound)
            {
                found.ById.Add(department.Id, department);
            }
        });
        return found;
    }

    private static void Check(
        Record record, Department department, Registry<Jurisdiction> jurisdictions, LoadedCatalog catalog)
    {
        if (department.Jurisdiction.Length > 0 && !jurisdictions.Knows(department.Jurisdiction))
        {
            record.Fault($"There is no jurisdiction '{department.Jurisdiction}'", "Name one of jurisdictions.json");
        }

        foreach (var major in department.Categories)
        {
            if (!catalog.IsMissing && !catalog.MajorClasses.Contains(major))
            {
                record.Fault(
                    $"There is no major class '{major}' in the catalog", "Name one as component/01 or incident/04");
            }
        }
    }
}
