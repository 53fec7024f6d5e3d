using CityOps.Domain.Catalog;

namespace CityOps.Host.City.Catalogs;

/// <summary>The catalogs of a city as one: the code series lie side by side, told apart by the length of their codes.</summary>
internal sealed class LoadedCatalog
{
    public Dictionary<(CategoryKind Kind, string Code), Category> Categories { get; } = [];

    /// <summary>The major classes, as departments name them: <c>component/01</c>.</summary>
    public HashSet<string> MajorClasses { get; } = [];

    public int Conditions { get; set; }

    /// <summary>True if a file could not be read: then no reference into the catalog is called dangling.</summary>
    public bool IsMissing { get; set; }

    /// <summary>True for a kind, a major class or a subclass that is there: <c>component</c>, <c>incident/04</c>, <c>incident/0401</c>.</summary>
    public bool Knows(string name) => IsMissing || MajorClasses.Contains(name) || name.Split('/') switch
    {
        ["component" or "incident"] => true,
        ["component", var code] => Categories.ContainsKey((CategoryKind.Component, code)),
        ["incident", var code] => Categories.ContainsKey((CategoryKind.Incident, code)),
        _ => false,
    };
}
