namespace CityOps.CityGenerator;

/// <summary>The tree of jurisdictions with their codes, and the code of every unit grid in it.</summary>
internal sealed class Divisions
{
    public const string CityCode = "3601";

    public Divisions(CityPlan plan, Faces faces)
    {
        var random = new DeterministicRandom(plan.Seed, "divisions");
        var regions = new Regions(faces, random);
        var names = new Names(random);
        Grids = new UnitGridEntry[faces.Rings.Count];
        Areas.Add(new Area(CityCode, "赣江市", "Ganjiang City", "city", null));

        var districts = regions.Divide([.. Enumerable.Range(0, Grids.Length)], plan.Districts);
        var beats = Share(plan.PatrolGrids, [.. districts.Select(d => d.Length)]);
        var streets = Share(plan.Streets, beats);
        for (var d = 0; d < districts.Count; d++)
        {
            var (zh, en) = names.District(d);
            var district = new Area($"{CityCode}{d + 2:D2}", zh + "区", en + " District", "district", CityCode);
            Areas.Add(district);
            var parts = regions.Divide(districts[d], streets[d]);
            var partBeats = Share(beats[d], [.. parts.Select(p => p.Length)]);
            for (var s = 0; s < parts.Count; s++)
            {
                AddStreet(district, s + 1, parts[s], partBeats[s], regions, names, faces);
            }
        }
    }

    public List<Area> Areas { get; } = [];

    public List<Beat> Beats { get; } = [];

    /// <summary>By face.</summary>
    public UnitGridEntry[] Grids { get; }

    /// <summary>Divides a whole number by weights, at least one each, the largest remainders first.</summary>
    private static int[] Share(int total, int[] weights)
    {
        var spare = total - weights.Length;
        var sum = weights.Sum(w => (double)w);
        var shares = weights.Select(w => 1 + (int)(spare * (w / sum))).ToArray();
        var order = Enumerable.Range(0, weights.Length)
            .OrderByDescending(i => (spare * (weights[i] / sum)) - (shares[i] - 1)).ThenBy(i => i).ToArray();
        for (int left = total - shares.Sum(), i = 0; left > 0; left--, i++)
        {
            shares[order[i % order.Length]]++;
        }

        return shares;
    }

    private void AddStreet(
        Area district, int number, int[] region, int beats, Regions regions, Names names, Faces faces)
    {
        var (zh, en) = names.Place();
        var street = new Area($"{district.Code}{number:D3}", zh + "街道", en + " Subdistrict", "street", district.Code);
        Areas.Add(street);
        var (beatNumber, communityNumber) = (0, 0);
        foreach (var beatRegion in regions.Divide(region, beats))
        {
            beatNumber++;
            var beat = new Beat(
                $"{street.Code}P{beatNumber:D2}", $"{zh}{beatNumber}号责任网格", $"{en} Patrol Grid {beatNumber}", street.Code);
            Beats.Add(beat);
            foreach (var community in regions.Divide(beatRegion, Math.Max(1, beatRegion.Length / 16)))
            {
                AddCommunity(street, ++communityNumber, beat, community, names, faces);
            }
        }
    }

    private void AddCommunity(Area street, int number, Beat beat, int[] region, Names names, Faces faces)
    {
        var (zh, en) = names.Place();
        var community = new Area($"{street.Code}{number:D3}", zh + "社区", en + " Community", "community", street.Code);
        Areas.Add(community);
        var sequence = 0;
        foreach (var face in region.OrderByDescending(f => faces.Middle(f).Y).ThenBy(f => f))
        {
            Grids[face] = new UnitGridEntry($"{community.Code}{++sequence:D3}", beat.Code);
        }
    }
}

internal sealed record Area(string Code, string Zh, string En, string Level, string? Parent);

internal sealed record Beat(string Code, string Zh, string En, string Street);

internal sealed record UnitGridEntry(string Code, string PatrolGrid);
