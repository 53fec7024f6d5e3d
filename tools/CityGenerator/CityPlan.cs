namespace CityOps.CityGenerator;

/// <summary>What city to make. The same plan gives the same bytes.</summary>
public sealed record CityPlan
{
    /// <summary>The directory to write.</summary>
    public required string Out { get; init; }

    /// <summary>The directory of the catalog files that the city uses.</summary>
    public required string Catalog { get; init; }

    /// <summary>
    /// The directory of the calendars: <c>standard.json</c> is the city's, and <c>summer-hours.json</c> that of the last
    /// district, so that there are two.
    /// </summary>
    public required string Calendars { get; init; }

    /// <summary>The file of the escalation policy.</summary>
    public required string Escalation { get; init; }

    /// <summary>Where chance begins.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many unit grids, exactly.</summary>
    public int UnitGrids { get; init; } = 3_780;

    /// <summary>How many patrol grids, exactly.</summary>
    public int PatrolGrids { get; init; } = 117;

    /// <summary>How many districts, exactly.</summary>
    public int Districts { get; init; } = 7;

    /// <summary>How many collectors.</summary>
    public int Collectors { get; init; } = 234;

    /// <summary>How many vehicles.</summary>
    public int Vehicles { get; init; } = 400;

    /// <summary>How many cameras.</summary>
    public int Cameras { get; init; } = 5_000;

    /// <summary>How many components.</summary>
    public int Components { get; init; } = 20_000;

    /// <summary>How many streets (jurisdictions below the districts): three patrol grids each.</summary>
    internal int Streets => Math.Max(Districts, (int)Math.Round(PatrolGrids / 3.0));

    /// <summary>Why no city can be made of this, or null.</summary>
    public string? Fault() => this switch
    {
        { UnitGrids: < 4 or > 2_000_000 } => "--unit-grids must be from 4 to 2,000,000.",
        { PatrolGrids: < 1 } => "--patrol-grids must be above zero.",
        { Districts: < 1 or > 97 } => "--districts must be from 1 to 97: division codes have two digits for them.",
        _ when PatrolGrids < Districts => "--patrol-grids must not be fewer than --districts.",
        _ when UnitGrids < PatrolGrids * 4 => "--unit-grids must be at least four for each of --patrol-grids.",
        _ when Streets > Districts * 800 => "--districts are too few: a street's code has three digits inside its district.",
        { Collectors: < 0 or > 999_999 } => "--collectors must be from 0 to 999,999.",
        { Vehicles: < 0 or > 999_999 } => "--vehicles must be from 0 to 999,999.",
        { Cameras: < 0 or > 9_999_999 } => "--cameras must be from 0 to 9,999,999.",
        { Components: < 0 or > 10_000_000 } => "--components must be from 0 to 10,000,000.",
        _ => null,
    };
}
