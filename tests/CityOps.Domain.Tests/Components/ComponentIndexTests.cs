using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Domain.Geo;

namespace CityOps.Domain.Tests.Components;

public sealed class ComponentIndexTests
{
    private readonly Random _random = new(3);

    [Theory]
    [InlineData(28.65, 115.85)]
    [InlineData(28.6001, 115.9)]
    [InlineData(28.9, 116.4)]
    [InlineData(0, 0)]
    public void The_nearest_are_those_that_a_look_at_all_finds(double latitude, double longitude)
    {
        var (all, place) = (Some(2_000), GeoPoint.At(latitude, longitude));
        var index = new ComponentIndex(all);

        foreach (var limit in (int[])[1, 7, 100])
        {
            var expected = all.Where(IsLamp).OrderBy(c => c.Entry.Place.DistanceTo(place).Metres).Take(limit).Select(c => c.Entry.Code);

            Assert.Equal(expected, index.Near(place, limit, IsLamp).Select(n => n.Component.Entry.Code));
        }
    }

    [Theory]
    [InlineData(28.61, 115.81, 28.62, 115.82)]
    [InlineData(28.6, 115.8, 28.9, 115.9)]
    [InlineData(-90, -180, 90, 180)]
    [InlineData(28.61, 115.81, 28.61, 115.81)]
    public void A_box_has_what_lies_in_it(double south, double west, double north, double east)
    {
        var all = Some(2_000);
        var expected = all.Where(c =>
            c.Entry.Place.Latitude >= south && c.Entry.Place.Latitude <= north
            && c.Entry.Place.Longitude >= west && c.Entry.Place.Longitude <= east);

        var inside = new ComponentIndex(all).Within(GeoPoint.At(south, west), GeoPoint.At(north, east));

        Assert.Equal(Codes(expected), Codes(inside));
    }

    [Fact]
    public void What_was_moved_is_where_it_is_and_nowhere_else()
    {
        var all = Some(50);
        var index = new ComponentIndex(all);
        var moved = all[7] with { Entry = all[7].Entry with { Place = GeoPoint.At(28.7, 115.95) } };

        index.Replace(all[7], moved);

        Assert.Equal(50, index.Count);
        Assert.Equal(moved, Assert.Single(index.Near(moved.Entry.Place, 1, _ => true)).Component);
    }

    private static bool IsLamp(ManagedComponent component) => component.Entry.Category == "0137";

    private static IEnumerable<string> Codes(IEnumerable<ManagedComponent> components) =>
        components.Select(c => c.Entry.Code).Order(StringComparer.Ordinal);

    private List<ManagedComponent> Some(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new ManagedComponent(new Component(
            $"360102{(i % 3 == 0 ? "0101" : "0137")}{i:D6}", i % 3 == 0 ? "0101" : "0137",
            GeoPoint.At(28.6 + (_random.NextDouble() * 0.1), 115.8 + (_random.NextDouble() * 0.1)), "roads"))),
    ];
}
