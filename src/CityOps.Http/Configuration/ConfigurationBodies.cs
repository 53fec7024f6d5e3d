using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;

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
                .Select(CategoryBody.From),
        ]);
}

/// <summary>One subclass.</summary>
/// <param name="Id">Kind and code.</param>
/// <param name="Kind">Component or incident.</param>
/// <param name="Code">Major and sub class.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Public">True if a citizen may choose it.</param>
/// <param name="Conditions">Its filing conditions, with the limits of handling.</param>
/// <param name="StageLimits">How long the stages of the centre may take.</param>
/// <param name="Similar">When two of its reports may be about the same problem.</param>
internal sealed record CategoryBody(
    string Id, CategoryKind Kind, string Code, Name Name, bool Public, IReadOnlyList<FilingCondition> Conditions,
    StageLimits StageLimits, SimilarBody Similar)
{
    public static CategoryBody From(Category c) => new(
        $"{Json.CityJson.Word(c.Kind)}/{c.Code}", c.Kind, c.Code, c.Name, c.Public, c.Conditions, c.Limits,
        new SimilarBody(c.Similar.Radius.Metres, c.Similar.Within.TotalHours));
}

/// <summary>At most so many metres and hours apart.</summary>
internal sealed record SimilarBody(double Metres, double Hours);

/// <summary>The organisations in force.</summary>
/// <param name="Version">The version of the configuration, as events keep it.</param>
/// <param name="City">The city.</param>
/// <param name="Jurisdictions">The tree of jurisdictions, by code.</param>
/// <param name="Departments">The departments, by id.</param>
/// <param name="Tree">The same as a tree, from the city down.</param>
internal sealed record OrganisationsBody(
    string Version,
    CityBody City,
    IReadOnlyList<JurisdictionBody> Jurisdictions,
    IReadOnlyList<Department> Departments,
    IReadOnlyList<OrganisationBody> Tree)
{
    public static OrganisationsBody From(CityConfiguration city) => new(
        city.Version,
        new CityBody(city.Id, city.Name, city.Zone),
        [
            .. city.Jurisdictions.Values
                .OrderBy(j => j.Code, StringComparer.Ordinal)
                .Select(j => new JurisdictionBody(j.Code, j.Name, j.Level, j.Parent)),
        ],
        [.. city.Departments.Values.OrderBy(d => d.Id, StringComparer.Ordinal)],
        OrganisationBody.Below(
            null,
            city.Jurisdictions.Values.OrderBy(j => j.Code, StringComparer.Ordinal).ToLookup(j => j.Parent),
            city.Departments.Values.OrderBy(d => d.Id, StringComparer.Ordinal).ToLookup(d => d.Jurisdiction)));
}

/// <summary>A jurisdiction in the tree.</summary>
/// <param name="Id">Its division code.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Level">Its level.</param>
/// <param name="Departments">The ids of the departments that work for it.</param>
/// <param name="Children">The jurisdictions below.</param>
internal sealed record OrganisationBody(
    string Id, Name Name, JurisdictionLevel Level, IReadOnlyList<string> Departments, IReadOnlyList<OrganisationBody> Children)
{
    /// <summary>What lies below a jurisdiction; of null, the city itself.</summary>
    public static IReadOnlyList<OrganisationBody> Below(
        string? parent, ILookup<string?, Jurisdiction> children, ILookup<string, Department> departments) =>
    [
        .. children[parent].Select(j => new OrganisationBody(
            j.Code, j.Name, j.Level, [.. departments[j.Code].Select(d => d.Id)], Below(j.Code, children, departments))),
    ];
}

/// <summary>The city.</summary>
internal sealed record CityBody(string Id, Name Name, string Zone);

/// <summary>An area with a centre of its own; its id is the division code.</summary>
internal sealed record JurisdictionBody(string Id, Name Name, JurisdictionLevel Level, string? Parent);
