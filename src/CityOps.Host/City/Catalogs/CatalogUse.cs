using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Catalogs;

/// <summary>An entry of 'catalogs' in city.json: a path, or an object that says more.</summary>
/// <param name="File">The catalog, relative to the city's directory.</param>
/// <param name="Public">
/// False if citizens are offered nothing of it, whatever its subclasses say: of two series that describe the same things they need one.
/// </param>
internal sealed record CatalogUse(string File, bool Public)
{
    public const string Field = "catalogs";

    public static IReadOnlyList<CatalogUse> Read(Record head) =>
        [.. head.RecordsOrTexts(Field, "file").Select(Of).Where(use => use.File.Length > 0)];

    private static CatalogUse Of(Record record)
    {
        var use = new CatalogUse(record.Text("file"), !record.Has("public") || record.Flag("public"));
        record.NoMore();
        return use;
    }
}
