using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Catalogs;

/// <summary>Reads one or more catalog files.</summary>
internal static class CatalogReader
{
    public static LoadedCatalog Read(IReadOnlyList<string> files, CitySource source, FaultLog log)
    {
        var catalog = new LoadedCatalog { IsMissing = files.Count == 0 };
        foreach (var file in files)
        {
            if (source.Read(file) is { } content)
            {
                var conditions = new CatalogFile(file, log);
                catalog.IsMissing |= !JsonRecords.Read(file, content, log, conditions.Take);
                conditions.AddTo(catalog);
            }
            else
            {
                catalog.IsMissing = true;
            }
        }

        return catalog;
    }
}
