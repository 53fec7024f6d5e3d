using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Catalogs;

/// <summary>Reads one or more catalog files.</summary>
internal static class CatalogReader
{
    public static LoadedCatalog Read(CityHead head, CitySource source, FaultLog log)
    {
        var catalog = new LoadedCatalog { IsMissing = head.Catalogs.Count == 0 };
        foreach (var file in head.Catalogs)
        {
            if (source.Read(file, head.PlaceOf("catalogs")) is { } content)
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
