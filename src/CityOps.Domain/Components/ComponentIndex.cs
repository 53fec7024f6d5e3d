using System.Collections.Concurrent;
using CityOps.Domain.Geo;

namespace CityOps.Domain.Components;

/// <summary>
/// Where components stand, in cells of a thousandth of a degree, about 100 m. Read by many at once; changed by one at a time: a cell
/// is replaced whole.
/// </summary>
public sealed class ComponentIndex
{
    private const double CellsPerDegree = 1_000;
    private const double MetresPerDegree = 6_371_008.8 * Math.PI / 180;

    // So many rings around a place are looked at, some 10 km; who is farther away looks at all.
    private const int MostRings = 100;

    private readonly ConcurrentDictionary<(int X, int Y), ManagedComponent[]> _cells;

    /// <summary>An index of the given components.</summary>
    public ComponentIndex(IEnumerable<ManagedComponent> components) => _cells = new(
        components.GroupBy(c => CellOf(c.Entry.Place)).Select(cell => KeyValuePair.Create(cell.Key, cell.ToArray())));

    /// <summary>How many components there are.</summary>
    public int Count => _cells.Values.Sum(c => c.Length);

    /// <summary>Puts a component where it stands now; null stands for none.</summary>
    public void Replace(ManagedComponent? before, ManagedComponent after)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (before is not null)
        {
            _cells.AddOrUpdate(CellOf(before.Entry.Place), [], (_, cell) => [.. cell.Where(c => c.Entry.Code != before.Entry.Code)]);
        }

        _cells.AddOrUpdate(CellOf(after.Entry.Place), [after], (_, cell) => [.. cell, after]);
    }

    /// <summary>The nearest that are wanted, the nearest first.</summary>
    public IReadOnlyList<(ManagedComponent Component, Length Distance)> Near(GeoPoint place, int limit, Func<ManagedComponent, bool> isWanted)
    {
        var (centre, width) = (CellOf(place), MetresPerDegree / CellsPerDegree * Math.Cos(double.DegreesToRadians(place.Latitude)));
        var found = new PriorityQueue<(ManagedComponent Component, Length Distance), double>();
        for (var ring = 0; ring <= MostRings; ring++)
        {
            foreach (var component in Ring(centre, ring).SelectMany(Cell).Where(isWanted))
            {
                Take(component);
            }

            // Whatever lies farther out is at least so many cells away.
            if (found.Count == limit && found.TryPeek(out _, out var farthest) && -farthest <= ring * width)
            {
                return Sorted();
            }
        }

        found.Clear();
        foreach (var component in All().Where(isWanted))
        {
            Take(component);
        }

        return Sorted();

        void Take(ManagedComponent component)
        {
            var distance = component.Entry.Place.DistanceTo(place);
            found.Enqueue((component, distance), -distance.Metres);
            if (found.Count > limit)
            {
                found.Dequeue();
            }
        }

        IReadOnlyList<(ManagedComponent, Length)> Sorted() =>
            [.. found.UnorderedItems.Select(f => f.Element).OrderBy(f => f.Distance.Metres).ThenBy(f => f.Component.Entry.Code, StringComparer.Ordinal)];
    }

    /// <summary>Those between two corners, in no order.</summary>
    public IEnumerable<ManagedComponent> Within(GeoPoint southWest, GeoPoint northEast)
    {
        var (low, high) = (CellOf(southWest), CellOf(northEast));
        var cells = (long)(high.X - low.X + 1) * (high.Y - low.Y + 1);
        var inside = cells > _cells.Count
            ? _cells.Where(c => c.Key.X >= low.X && c.Key.X <= high.X && c.Key.Y >= low.Y && c.Key.Y <= high.Y).SelectMany(c => c.Value)
            : from x in Enumerable.Range(low.X, high.X - low.X + 1)
              from y in Enumerable.Range(low.Y, high.Y - low.Y + 1)
              from component in Cell((x, y))
              select component;
        return inside.Where(c =>
            c.Entry.Place.Latitude >= southWest.Latitude && c.Entry.Place.Latitude <= northEast.Latitude
            && c.Entry.Place.Longitude >= southWest.Longitude && c.Entry.Place.Longitude <= northEast.Longitude);
    }

    /// <summary>All, in no order.</summary>
    public IEnumerable<ManagedComponent> All() => _cells.SelectMany(c => c.Value);

    private static (int X, int Y) CellOf(GeoPoint place) =>
        ((int)Math.Floor(place.Longitude * CellsPerDegree), (int)Math.Floor(place.Latitude * CellsPerDegree));

    private static IEnumerable<(int X, int Y)> Ring((int X, int Y) centre, int ring)
    {
        for (var i = -ring; i <= ring; i++)
        {
            yield return (centre.X + i, centre.Y - ring);
            if (ring > 0)
            {
                yield return (centre.X + i, centre.Y + ring);
            }
        }

        for (var i = -ring + 1; i < ring; i++)
        {
            yield return (centre.X - ring, centre.Y + i);
            yield return (centre.X + ring, centre.Y + i);
        }
    }

    private ManagedComponent[] Cell((int X, int Y) cell) => _cells.GetValueOrDefault(cell) ?? [];
}
