using CityOps.Domain.Catalog;
using CityOps.Domain.City;

namespace CityOps.Http.Configuration;

/// <summary>The catalog in force.</summary>
/// <param name="Version">The version of the configuration, as events keep it.</param>
/// <param name="Categories">The subclasses, by kind and code.</param>
internal sealed record CatalogBody(string Version, IReadOnlyList<CategoryBody> Categories)
{
    public static CatalogBody From(CityConfiguration city) => new(
        city.Version,
        [
            .. city.Categories.Values
                .OrderBy(c => c.Kind).ThenBy(c => c.Code, StringComparer.Ordinal)
                .Select(c => new CategoryBody(
                    $"{Json.CityJson.Word(c.Kind)}/{c.Code}", c.Kind, c.Code, c.Name, c.Public, c.Conditions)),
        ]);
}

/// <summary>One subclass with its filing conditions and their limits.</summary>
internal sealed record CategoryBody(
    string Id, CategoryKind Kind, string Code, Name Name, bool Public, IReadOnlyList<FilingCondition> Conditions);

/// <summary>The organisations in force.</summary>
/// <param name="Version">The version of the configuration, as events keep it.</param>
/// <param name="City">The city.</param>
/// <param name="Jurisdictions">The tree of jurisdictions, by code.</param>
/// <param name="Departments">The departments, by id.</param>
internal sealed record OrganisationsBody(
    string Version,
    CityBody City,
    IReadOnlyList<JurisdictionBody> Jurisdictions,
    IReadOnlyList<Department> Departments)
{
    public static OrganisationsBody From(CityConfiguration city) => new(
        city.Version,
        new CityBody(city.Id, city.Name, city.Zone),
        [
            .. city.Jurisdictions.Values
                .OrderBy(j => j.Code, StringComparer.Ordinal)
                .Select(j => new JurisdictionBody(j.Code, j.Name, j.Level, j.Parent)),
        ],
        [.. city.Departments.Values.OrderBy(d => d.Id, StringComparer.Ordinal)]);
}

/// <summary>The city.</summary>
internal sealed record CityBody(string Id, Name Name, string Zone);

/// <summary>An area with a centre of its own; its id is the division code.</summary>
internal sealed record JurisdictionBody(string Id, Name Name, JurisdictionLevel Level, string? Parent);
