namespace CityOps.CityGenerator;

/// <summary>Cameras and components beside the streets.</summary>
internal static class Furniture
{
    public static void Write(
        CityPlan plan, CityFiles files, Divisions divisions, Roadside roadside, ComponentClasses classes)
    {
        var random = new DeterministicRandom(plan.Seed, "cameras");
        files.Table("cameras.csv", "id,nameZh,nameEn,lon,lat", Enumerable.Range(1, plan.Cameras).Select(i =>
        {
            var (place, _, road) = roadside.Any(random);
            var number = 1 + random.Below(400);
            return $"cam{i:D5},{road.Zh}{number}号,{number} {road.En},{place}";
        }));

        files.Table("components.csv", "code,lon,lat,department",
            Components(plan, divisions, roadside, classes).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Components(
        CityPlan plan, Divisions divisions, Roadside roadside, ComponentClasses classes)
    {
        var random = new DeterministicRandom(plan.Seed, "components");
        var last = new Dictionary<string, int>();
        for (var i = 0; i < plan.Components; i++)
        {
            var subclass = classes.Any(random);
            var (place, face, _) = roadside.Any(random);
            var district = divisions.Grids[face].Code[..6];
            var series = district + subclass;
            last[series] = last.GetValueOrDefault(series) + 1;
            yield return $"{series}{last[series]:D6},{place},{Organisation.OwnerOf(subclass, district)}";
        }
    }
}
