using System.Security.Cryptography;
using CityOps.CityGenerator;
using CityOps.Host.City;
using CsCheck;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace CityOps.Host.Tests.City;

public sealed class GeneratorTests
{
    private static readonly string Escalation = Path.Combine(Repository.Policies, "escalation.json");

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        using var one = new SmallCity(seed: 3);
        using var again = new SmallCity(seed: 3);
        Assert.Equal(Hashes(one), Hashes(again));
        Assert.Equal(one.Check().City?.Version, again.Check().City?.Version);
    }

    [Fact]
    public void Another_seed_gives_another_city()
    {
        using var one = new SmallCity(seed: 3);
        using var other = new SmallCity(seed: 4);
        Assert.NotEqual(one.Check().City?.Version, other.Check().City?.Version);
    }

    [Fact]
    public void The_committed_demo_is_what_the_generator_makes()
    {
        var directory = Directory.CreateTempSubdirectory("cityops-").FullName;
        try
        {
            GeneratedCity.Write(new CityPlan { Out = directory, Catalog = Repository.Catalog, Calendars = Repository.Calendars, Escalation = Escalation });

            // city.json says where the catalog lies from here, and so is the only one that differs.
            foreach (var file in Directory.GetFiles(directory).Where(f => !f.EndsWith("city.json", StringComparison.Ordinal)))
            {
                Assert.Equal(
                    File.ReadAllText(Path.Combine(Repository.Demo, Path.GetFileName(file))), File.ReadAllText(file));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData(1, 12, 1, 1)]
    [InlineData(2, 333, 11, 3)]
    [InlineData(3, 2_500, 80, 12)]
    public void A_city_of_any_size_is_without_fault(int seed, int unitGrids, int patrolGrids, int districts)
    {
        var directory = Directory.CreateTempSubdirectory("cityops-").FullName;
        try
        {
            GeneratedCity.Write(new CityPlan
            {
                Out = directory, Catalog = Repository.Catalog, Calendars = Repository.Calendars, Escalation = Escalation, Seed = seed, UnitGrids = unitGrids,
                PatrolGrids = patrolGrids, Districts = districts, Cameras = 100, Components = 500,
            });
            var check = CityDirectory.Load(directory);
            Assert.Empty(check.Faults);
            Assert.Empty(check.Warnings);
            Assert.Equal((unitGrids, patrolGrids), (check.Summary.UnitGrids, check.Summary.PatrolGrids));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Every_place_in_the_city_lies_in_exactly_one_unit_grid()
    {
        var city = CityDirectory.Load(Repository.Demo).City ?? throw new InvalidOperationException("The demo has faults.");
        var shapes = city.UnitGrids.Values.Select(g => g.Boundary).ToList();
        var outline = new IndexedPointInAreaLocator(UnaryUnionOp.Union(shapes));
        var extent = shapes.Aggregate(new Envelope(), (all, s) => { all.ExpandToInclude(s.EnvelopeInternal); return all; });

        Gen.Double[extent.MinX, extent.MaxX].Select(Gen.Double[extent.MinY, extent.MaxY]).Sample(
            (x, y) =>
            {
                var at = new Coordinate(x, y);
                var locations = shapes.Where(s => s.EnvelopeInternal.Contains(at))
                    .Select(s => SimplePointInAreaLocator.Locate(at, s)).ToList();
                var expected = outline.Locate(at) == Location.Interior ? 1 : 0;
                return locations.Contains(Location.Boundary) || outline.Locate(at) == Location.Boundary
                    || locations.Count(l => l == Location.Interior) == expected;
            },
            iter: 3_000, threads: 1);
    }

    [Theory]
    [InlineData(3, 1, 1, "--unit-grids")]
    [InlineData(100, 99, 1, "--unit-grids")]
    [InlineData(100, 2, 5, "--patrol-grids")]
    [InlineData(100, 2, 0, "--districts")]
    public void A_plan_that_cannot_be_carried_out_says_which_option_is_wrong(
        int unitGrids, int patrolGrids, int districts, string option)
    {
        var plan = new CityPlan
        {
            Out = "nowhere", Catalog = Repository.Catalog, Calendars = Repository.Calendars, Escalation = Escalation, UnitGrids = unitGrids, PatrolGrids = patrolGrids,
            Districts = districts,
        };
        Assert.Contains(option, plan.Fault(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GeneratedCity.Write(plan));
    }

    private static List<string> Hashes(SmallCity city) =>
        [.. Directory.GetFiles(city.Folder).Order(StringComparer.Ordinal)
            .Select(f => Path.GetFileName(f) + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))))];
}
