namespace CityOps.Domain.City;

/// <summary>A name in both languages of the users.</summary>
public sealed record Name(string Zh, string En);

/// <summary>The level of a centre in the tree of jurisdictions.</summary>
public enum JurisdictionLevel
{
    /// <summary>市.</summary>
    City,

    /// <summary>区.</summary>
    District,

    /// <summary>街道 or 镇.</summary>
    Street,

    /// <summary>社区.</summary>
    Community,
}

/// <summary>An area with a centre of its own: city, district, street or community.</summary>
/// <param name="Code">Division code: 4 digits for a city, 6 for a district, 9 for a street, 12 for a community.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Level">Its level in the tree.</param>
/// <param name="Parent">The code of the jurisdiction above; null for the city.</param>
public sealed record Jurisdiction(string Code, Name Name, JurisdictionLevel Level, string? Parent);

/// <summary>专业部门: a department or unit that handles cases.</summary>
/// <param name="Id">The id, unique in the city.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Jurisdiction">The code of the jurisdiction it works for.</param>
/// <param name="Categories">The major classes it handles, as <c>component/01</c> or <c>incident/04</c>; empty for all.</param>
public sealed record Department(string Id, Name Name, string Jurisdiction, IReadOnlyList<string> Categories);
