using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Catalogs;

/// <summary>Reads one or more catalog files.</summary>
internal static class CatalogReader
{
    public static LoadedCatalog Read(CityHead head, CitySource source, FaultLog log)
    {
        var catalog = new LoadedCatalog { IsMissing = head.Catalogs.Count == 0 };
        foreach (var use in head.Catalogs)
        {
            if (source.Read(use.File, head.PlaceOf(CatalogUse.Field)) is { } content)
            {
                var file = new CatalogFile(use, log);
                var isWhole = JsonRecords.Read(use.File, content, log, file.Take);
                file.AddTo(catalog, isWhole);
                catalog.IsMissing |= !isWhole;
            }
            else
            {
                catalog.IsMissing = true;
            }
        }

        return catalog;
    }
}
