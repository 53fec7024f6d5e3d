using CityOps.Domain.Catalog;

namespace CityOps.Simulator.Replay;

/// <summary>
/// Which subclass of the catalog a New York complaint is reported as. The table goes by the English name of the
/// subclass, which stays when the code series changes (GB/T 30428.2 and GB/T 47678.5 number the same subclasses
/// differently).
/// </summary>
internal sealed class ComplaintCatalog
{
    private const string Fallback = "Piled objects";

    // The first row whose word begins the complaint type; so the longer one stands before the shorter one.
    private static readonly (string Complaint, CategoryKind Kind, string Name)[] Table =
    [
        ("Noise - Commercial", CategoryKind.Incident, "Commercial noise"),
        ("Noise", CategoryKind.Incident, "Construction nuisance"),
        ("Illegal Parking", CategoryKind.Incident, "Illegal bicycle parking"),
        ("Blocked Driveway", CategoryKind.Incident, "Works occupying the road"),
        ("Abandoned", CategoryKind.Incident, "Dumped furniture"),
        ("HEAT/HOT WATER", CategoryKind.Component, "District-heating cover"),
        ("UNSANITARY", CategoryKind.Incident, "Exposed refuse"),
        ("Unsanitary", CategoryKind.Incident, "Unapproved livestock"),
        ("Dirty Condition", CategoryKind.Incident, "Dirty road"),
        ("Illegal Dumping", CategoryKind.Incident, "Accumulated refuse or spoil"),
        ("Residential Disposal", CategoryKind.Incident, "Accumulated refuse or spoil"),
        ("Rodent", CategoryKind.Incident, "Exposed refuse"),
        ("Food Establishment", CategoryKind.Incident, "Kitchen-waste spillage"),
        ("Street Condition", CategoryKind.Incident, "Damaged road"),
        ("Sidewalk Condition", CategoryKind.Incident, "Damaged road"),
        ("Highway Condition", CategoryKind.Incident, "Damaged road"),
        ("Obstruction", CategoryKind.Incident, "Works occupying the road"),
        ("Street Light", CategoryKind.Component, "Street light"),
        ("Street Sign", CategoryKind.Component, "Street-name plate"),
        ("Traffic Signal", CategoryKind.Component, "Power pole"),
        ("Graffiti", CategoryKind.Incident, "Illegal stickers"),
        ("PLUMBING", CategoryKind.Incident, "Illegal sewage discharge"),
        ("WATER LEAK", CategoryKind.Component, "Water-supply cover"),
        ("Water", CategoryKind.Component, "Water-supply cover"),
        ("Damaged Tree", CategoryKind.Component, "Street tree"),
        ("New Tree", CategoryKind.Component, "Street tree"),
        ("Vendor", CategoryKind.Incident, "Unlicensed hawker"),
        ("Consumer", CategoryKind.Incident, "Trading outside the shop"),
        ("Smoking", CategoryKind.Incident, "Open-air barbecue"),
        ("Indoor Air", CategoryKind.Incident, "Site dust"),
        ("Maintenance or Facility", CategoryKind.Component, "Outdoor fitness equipment"),
        ("PAINT/PLASTER", CategoryKind.Incident, "Soiled façade"),
        ("ELECTRIC", CategoryKind.Incident, "Fallen overhead cable"),
        ("FLOORING", CategoryKind.Incident, "Illegal construction"),
        ("DOOR/WINDOW", CategoryKind.Incident, "Illegal construction"),
    ];

    private readonly Dictionary<(CategoryKind, string), Category> _byName;
    private readonly Category _fallback;

    /// <exception cref="InputException">The catalog has no incident at all.</exception>
    public ComplaintCatalog(IEnumerable<Category> categories)
    {
        var inOrder = categories.OrderBy(category => category.Code, StringComparer.Ordinal).ToArray();
        _byName = inOrder
            .DistinctBy(category => (category.Kind, category.Name.En))
            .ToDictionary(category => (category.Kind, category.Name.En));
        _fallback = _byName.GetValueOrDefault((CategoryKind.Incident, Fallback)) ??
            Array.Find(inOrder, category => category.Kind == CategoryKind.Incident) ??
            throw new InputException("The city's catalog has no incident to report.");
    }

    /// <summary>The subclass for a complaint type; a catch-all for what a Chinese city does not manage.</summary>
    public Category For(string complaintType)
    {
        var row = Array.Find(Table, row => complaintType.StartsWith(row.Complaint, StringComparison.Ordinal));
        return row.Name is { } name && _byName.TryGetValue((row.Kind, name), out var category) ? category : _fallback;
    }
}
