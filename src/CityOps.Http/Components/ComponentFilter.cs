using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Domain.Geo;
using CityOps.Engine.Components;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Queries;
using NodaTime;

namespace CityOps.Http.Components;

/// <summary>What components a caller wants listed. Without a state, those that do service.</summary>
internal sealed class ComponentFilter(QueryReader reader, Scope scope)
{
    private readonly GeoBox? _box = reader.Box("bbox");
    private readonly GeoPoint? _near = reader.Place("near");
    private readonly string? _category = reader.Identifier("category");
    private readonly string? _department = reader.Identifier("department");
    private readonly ComponentState? _state = reader.Word<ComponentState>("state");
    private readonly int _limit = reader.Limit();
    private readonly string? _after = reader.Identifier("after");

    /// <summary>True if both a place to be near and a page to go on from are given.</summary>
    public bool IsContradictory => _near is not null && _after is not null;

    /// <summary>The page.</summary>
    public Listing<ComponentBody> Page(ComponentRegister register, CityConfiguration city, Instant now)
    {
        if (_near is { } place)
        {
            var near = register.Index.Near(place, _limit, c => IsWanted(c) && IsInside(c));
            return Listing.Whole(near.Select(n => ComponentBody.From(n.Component, city, n.Distance.Metres)), now);
        }

        var all = _box is { } box ? register.Index.Within(box.SouthWest, box.NorthEast) : register.Index.All();
        var page = First(all.Where(IsWanted));
        var isMore = page.Count > _limit;
        List<ComponentBody> items = [.. page.Take(_limit).Select(c => ComponentBody.From(c, city))];
        return new Listing<ComponentBody>(items, isMore ? items[^1].Id : null, now);
    }

    /// <summary>The first by code, one more than the page has: of hundreds of thousands only so many are ever in order.</summary>
    private List<ManagedComponent> First(IEnumerable<ManagedComponent> wanted)
    {
        var last = Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a));
        var first = new PriorityQueue<ManagedComponent, string>(last);
        foreach (var component in wanted)
        {
            if (first.Count <= _limit)
            {
                first.Enqueue(component, component.Entry.Code);
            }
            else if (first.TryPeek(out _, out var worst) && string.CompareOrdinal(component.Entry.Code, worst) < 0)
            {
                first.DequeueEnqueue(component, component.Entry.Code);
            }
        }

        return [.. first.UnorderedItems.Select(i => i.Element).OrderBy(c => c.Entry.Code, StringComparer.Ordinal)];
    }

    private bool IsWanted(ManagedComponent c) =>
        scope.Sees(c)
        && (_state is null ? !c.IsRetired : c.State == _state)
        && (_category is null || c.Entry.Category == _category)
        && (_department is null || c.Entry.Department == _department)
        && (_after is null || string.CompareOrdinal(c.Entry.Code, _after) > 0);

    private bool IsInside(ManagedComponent c) => _box is not { } box
        || (c.Entry.Place.Latitude >= box.SouthWest.Latitude && c.Entry.Place.Latitude <= box.NorthEast.Latitude
            && c.Entry.Place.Longitude >= box.SouthWest.Longitude && c.Entry.Place.Longitude <= box.NorthEast.Longitude);
}
