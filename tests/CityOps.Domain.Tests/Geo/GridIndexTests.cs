using CityOps.Domain.City;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace CityOps.Domain.Tests.Geo;

public sealed class GridIndexTests
{
    // Four squares around 2 N 2 E, with a hole in D that E fills; integers, so that every edge is exact.
    private static readonly GridIndex Squares = new(
    [
        Grid("D", "POLYGON((2 2, 6 2, 6 6, 2 6, 2 2), (3 3, 3 4, 4 4, 4 3, 3 3))"),
        Grid("B", "POLYGON((2 0, 6 0, 6 2, 2 2, 2 0))"),
        Grid("A", "POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))"),
        Grid("C", "POLYGON((0 2, 2 2, 2 6, 0 6, 0 2))"),
        Grid("E", "POLYGON((3 3, 4 3, 4 4, 3 4, 3 3))"),
        Grid("F", "POLYGON((10 0, 14 0, 14 4, 10 4, 10 0), (11 1, 13 1, 13 3, 11 3, 11 1))"),
    ]);

    [Theory]
    [InlineData(1, 1, "A")]
    [InlineData(3, 1, "B")]
    [InlineData(1, 5, "C")]
    [InlineData(5, 5, "D")]
    [InlineData(3.5, 3.5, "E")]
    public void A_point_inside_belongs_to_the_grid_around_it(double x, double y, string code) =>
        Assert.Equal(code, Squares.Locate(GeoPoint.At(y, x))?.Code);

    [Theory]
    [InlineData(2, 1, "A")]
    [InlineData(1, 2, "A")]
    [InlineData(4, 2, "B")]
    [InlineData(2, 4, "C")]
    [InlineData(3, 3.5, "D")]
    [InlineData(3.5, 4, "D")]
    public void A_point_on_a_shared_edge_belongs_to_the_lower_code(double x, double y, string code) =>
        Assert.Equal(code, Squares.Locate(GeoPoint.At(y, x))?.Code);

    [Theory]
    [InlineData(2, 2, "A")]
    [InlineData(2, 6, "C")]
    [InlineData(4, 4, "D")]
    [InlineData(0, 0, "A")]
    [InlineData(6, 6, "D")]
    [InlineData(14, 4, "F")]
    public void A_point_on_a_vertex_belongs_to_the_lowest_code_around_it(double x, double y, string code) =>
        Assert.Equal(code, Squares.Locate(GeoPoint.At(y, x))?.Code);

    [Theory]
    [InlineData(12, 2)]
    [InlineData(8, 1)]
    [InlineData(12, 5)]
    [InlineData(-1, -1)]
    [InlineData(6.0000000001, 1)]
    [InlineData(0, -0.0000000001)]
    [InlineData(-180, 90)]
    public void A_point_in_a_hole_or_outside_belongs_to_no_grid(double x, double y)
    {
        Assert.False(Squares.TryLocate(GeoPoint.At(y, x), out var ordinal));
        Assert.Equal(-1, ordinal);
        Assert.Null(Squares.Locate(GeoPoint.At(y, x)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_points_agree_with_the_stated_rule(int seed)
    {
        var grids = Partition.Irregular(17, 13, seed);
        var index = new GridIndex(grids);
        var random = new Random(seed);
        var inside = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var place = GeoPoint.At(
                28.6 + (((random.NextDouble() * 15) - 1) * 0.001),
                115.8 + (((random.NextDouble() * 19) - 1) * 0.001));
            var expected = Partition.Expected(grids, place);
            inside += expected is null ? 0 : 1;
            Assert.Equal(expected, index.Locate(place)?.Code);
        }

        Assert.InRange(inside, 2_000, 2_999);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Vertices_edges_and_their_neighbours_agree_with_the_stated_rule(int seed)
    {
        var grids = Partition.Irregular(7, 8, seed);
        var index = new GridIndex(grids);
        foreach (var ring in grids.Select(grid => grid.Boundary.Coordinates))
        {
            for (var i = 1; i < ring.Length; i++)
            {
                var (a, b) = (ring[i - 1], ring[i]);
                foreach (var share in (double[])[0, 0.5, 0.25, 1 / 3.0])
                {
                    var (x, y) = (a.X + ((b.X - a.X) * share), a.Y + ((b.Y - a.Y) * share));
                    (double, double)[] around = [(x, y), (Math.BitIncrement(x), y), (x, Math.BitDecrement(y))];
                    foreach (var (px, py) in around)
                    {
                        var place = GeoPoint.At(py, px);
                        Assert.Equal(Partition.Expected(grids, place), index.Locate(place)?.Code);
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_point_of_a_city_without_gaps_is_in_exactly_one_grid()
    {
        // Vertices are shared coordinates, so the partition is exact, and its convex core has no outside.
        var grids = Partition.Irregular(12, 12, seed: 6);
        var index = new GridIndex(grids);
        var random = new Random(6);
        for (var i = 0; i < 20_000; i++)
        {
            var place = GeoPoint.At(28.601 + (random.NextDouble() * 0.01), 115.801 + (random.NextDouble() * 0.01));
            Assert.True(index.TryLocate(place, out _), place.ToString());
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 40)]
    [InlineData(900, 2)]
    public void Small_and_slender_cities_are_located_too(int columns, int rows)
    {
        var grids = Partition.Irregular(columns, rows, seed: 7);
        var index = new GridIndex(grids);
        foreach (var grid in grids)
        {
            var place = GeoPoint.At(grid.Boundary.InteriorPoint.Y, grid.Boundary.InteriorPoint.X);
            Assert.Equal(grid.Code, index.Locate(place)?.Code);
        }
    }

    [Fact]
    public void Grids_that_overlap_by_mistake_still_give_the_lowest_code()
    {
        var index = new GridIndex(
        [
            Grid("2", "POLYGON((0 0, 8 0, 8 8, 0 8, 0 0))"),
            Grid("1", "POLYGON((3 3, 5 3, 5 5, 3 5, 3 3))"),
            Grid("3", "POLYGON((6 6, 12 6, 12 12, 6 12, 6 6))"),
        ]);
        Assert.Equal(["2", "1", "2", "3", "1"], new[] { (1, 1), (4, 4), (7, 7), (9, 9), (3, 5) }
            .Select(at => index.Locate(GeoPoint.At(at.Item2, at.Item1))?.Code));
    }

    [Fact]
    public void Ordinals_count_the_grids_in_the_order_of_their_codes()
    {
        Assert.Equal(6, Squares.Count);
        Assert.Equal(["A", "B", "C", "D", "E", "F"], Enumerable.Range(0, 6).Select(i => Squares[i].Code));
        Assert.True(Squares.TryLocate(GeoPoint.At(1, 3), out var ordinal));
        Assert.Equal(1, ordinal);
    }

    [Fact]
    public void A_city_without_grids_has_no_grid_anywhere() =>
        Assert.Null(new GridIndex([]).Locate(default));

    [Fact]
    public void Two_grids_of_one_code_are_refused() =>
        Assert.Throws<ArgumentException>(() => new GridIndex(
            [Grid("A", "POLYGON((0 0, 1 0, 1 1, 0 0))"), Grid("A", "POLYGON((2 0, 3 0, 3 1, 2 0))")]));

    [Fact]
    public void Locating_allocates_nothing()
    {
        var index = new GridIndex(Partition.Irregular(10, 10, seed: 8));
        _ = LocateAll(index);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = LocateAll(index);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(found > 5_000);

        static int LocateAll(GridIndex index)
        {
            var found = 0;
            for (var i = 0; i < 10_000; i++)
            {
                var place = GeoPoint.At(28.6 + (i % 97 * 0.0001), 115.8 + (i % 101 * 0.0001));
                found += index.TryLocate(place, out _) ? 1 : 0;
            }

            return found;
        }
    }

    private static UnitGrid Grid(string code, string boundary) =>
        new(code, (Polygon)new WKTReader().Read(boundary), null);
}
