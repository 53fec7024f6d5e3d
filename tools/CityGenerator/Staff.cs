namespace CityOps.CityGenerator;

/// <summary>Collectors in two shifts on every patrol grid, and vehicles of four kinds.</summary>
internal static class Staff
{
    public static void Write(CityPlan plan, CityFiles files, Divisions divisions)
    {
        var random = new DeterministicRandom(plan.Seed, "staff");
        var names = new Names(random);
        files.Table("collectors.csv", "id,name,patrolGrids,shiftStart,shiftEnd",
            Enumerable.Range(0, plan.Collectors).Select(i => Collector(i, divisions.Beats, names)));

        var districts = divisions.Areas.Where(a => a.Level == "district").Select(a => a.Code).ToList();
        var plates = new HashSet<string>();
        files.Table("vehicles.csv", "id,kind,plate,department,phone",
            Enumerable.Range(0, plan.Vehicles).Select(i => Vehicle(i, districts, plates, random)));
    }

    /// <summary>The id of a vehicle, counted from 0.</summary>
    public static string VehicleId(int index) => $"v{index + 1:D4}";

    /// <summary>What kind of vehicle it is.</summary>
    public static string KindOf(int index) => (index % 20) switch
    {
        < 6 => "enforcement",
        < 14 => "sanitation",
        < 19 => "muckTruck",
        _ => "mobileCommand",
    };

    private static string Collector(int index, List<Beat> beats, Names names)
    {
        var shift = index / beats.Count % 2 == 0 ? "07:00,14:00" : "14:00,21:00";
        return $"c{index + 1:D4},{names.Person()},{beats[index % beats.Count].Code},{shift}";
    }

    private static string Vehicle(int index, List<string> districts, HashSet<string> plates, DeterministicRandom random)
    {
        var district = districts[index / 20 % districts.Count];
        var kind = KindOf(index);
        var department = kind switch
        {
            "muckTruck" => "city-muck-trucks",
            "mobileCommand" => "city-urban-management",
            _ => $"{district}-{kind}",
        };
        var phone = index % 2 == 1 ? $"0137{index + 1:D8}" : "";
        return $"{VehicleId(index)},{kind},{Plate(plates, random)},{department},{phone}";
    }

    private static string Plate(HashSet<string> taken, DeterministicRandom random)
    {
        const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
        while (true)
        {
            var plate = "赣A" + string.Concat(Enumerable.Range(0, 5).Select(_ => Letters[random.Below(Letters.Length)]));
            if (taken.Add(plate))
            {
                return plate;
            }
        }
    }
}
