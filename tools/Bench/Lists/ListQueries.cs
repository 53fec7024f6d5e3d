using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Lists;

/// <summary>What pages of the list of cases are asked for: every filter and several together, in every order. Seeded.</summary>
internal sealed class ListQueries(CityConfiguration city, Instant now)
{
    private static readonly string[] Words =
        ["井盖", "井盖破损", "安全隐患", "污水冒溢", "街道 积水", "学校附近", "护", "Collector 00012345", "Hotline-0000", "倒伏 面积"];

    private readonly Random _random = new(5);
    private readonly string[] _departments = [.. city.Departments.Keys];
    private readonly string[] _collectors = [.. city.Collectors.Keys];
    private readonly PatrolGrid[] _patrolGrids = [.. city.PatrolGrids.Values];
    private readonly UnitGrid[] _unitGrids = [.. city.UnitGrids.Values];
    private readonly string[] _categories = [.. city.Categories.Keys.Select(c => c.Code)];
    private readonly string[] _places = [.. city.Jurisdictions.Values.Select(j => j.Name.Zh)];

    /// <summary>The filters by name, each drawing its values anew.</summary>
    public IReadOnlyDictionary<string, Func<CaseQuery>> ByFilter => new Dictionary<string, Func<CaseQuery>>
    {
        ["none"] = () => new CaseQuery(),
        ["stage"] = () => new CaseQuery { Stage = _random.NextItem(Enum.GetValues<Stage>()) },
        ["light"] = () => new CaseQuery { Light = _random.NextItem(Enum.GetValues<Light>()) },
        ["department"] = () => new CaseQuery { Department = _random.NextItem(_departments) },
        ["patrol grid"] = () => new CaseQuery { Grid = _random.NextItem(_patrolGrids).Code },
        ["unit grid"] = () => new CaseQuery { Grid = _random.NextItem(_unitGrids).Code },
        ["category"] = () => new CaseQuery { Category = _random.NextItem(_categories) },
        ["channel"] = () => new CaseQuery { Channel = _random.NextItem(Enum.GetValues<Domain.Channel>()) },
        ["collector"] = () => new CaseQuery { Collector = _random.NextItem(_collectors) },
        ["from, to"] = () => Day(),
        ["bbox"] = () => new CaseQuery { Box = Box() },
        ["q"] = () => new CaseQuery { Text = _random.NextItem(Words) },
        ["q of a place"] = () => new CaseQuery { Text = _random.NextItem(_places) },
        ["stage, department"] = () => new CaseQuery
        {
            Stage = _random.NextItem(Enum.GetValues<Stage>()), Department = _random.NextItem(_departments),
        },
        ["light, category"] = () => new CaseQuery
        {
            Light = _random.NextItem(Enum.GetValues<Light>()), Category = _random.NextItem(_categories),
        },
        ["channel, category, bbox"] = () => new CaseQuery
        {
            Channel = _random.NextItem(Enum.GetValues<Domain.Channel>()), Category = _random.NextItem(_categories), Box = Box(),
        },
        ["q, department"] = () => new CaseQuery { Text = _random.NextItem(Words), Department = _random.NextItem(_departments) },
        ["q, light, from, to"] = () => Day() with { Text = _random.NextItem(Words), Light = Light.Red },
    };

    private CaseQuery Day()
    {
        var from = now - Duration.FromDays(_random.Next(1, 200));
        return new CaseQuery { From = from, To = from + Duration.FromDays(_random.Next(1, 8)) };
    }

    private GeoBox Box()
    {
        var centre = _random.NextItem(_unitGrids).Boundary.InteriorPoint;
        var half = _random.NextItem<double>([0.0005, 0.002, 0.01, 0.05]);
        return new GeoBox(GeoPoint.At(centre.Y - half, centre.X - half), GeoPoint.At(centre.Y + half, centre.X + half));
    }
}
