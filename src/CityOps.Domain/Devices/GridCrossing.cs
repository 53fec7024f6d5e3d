using CityOps.Domain.Geo;

namespace CityOps.Domain.Devices;

/// <summary>A unit grid, and the grid whose actor answers for it; both null outside of the city.</summary>
public readonly record struct GridPlace(string? UnitGrid, string? Beat)
{
    /// <summary>Outside of the city.</summary>
    public static GridPlace Outside => default;
}

/// <summary>
/// When a device changes its unit grid: once two fixes in a row are clearly outside of the one it is in, that is by more than
/// their <see cref="Fix.Margin"/>. So noise at a border changes nothing, nor does one wild fix, and a device that drives on is in
/// each unit grid that it was seen in, in their order, one fix late.
/// </summary>
/// <param name="Now">Where it is taken to be.</param>
/// <param name="Next">Where the newest fix was if it was clearly outside of that; else null.</param>
public readonly record struct GridCrossing(GridPlace Now, GridPlace? Next)
{
    /// <summary>The state after a further fix, which lies in the given unit grid.</summary>
    public GridCrossing Follow(in Fix fix, GridPlace seen, GridIndex grids)
    {
        if (seen.UnitGrid == Now.UnitGrid || !IsBeyond(Now, fix, grids))
        {
            return Next is null ? this : new GridCrossing(Now, null);
        }

        return Next switch
        {
            null => new GridCrossing(Now, seen),
            { } next when next.UnitGrid == seen.UnitGrid || !IsBeyond(next, fix, grids) => new GridCrossing(next, null),

            // It was in that one, and is on its way out of it again.
            { } next => new GridCrossing(next, seen),
        };
    }

    private static bool IsBeyond(GridPlace place, in Fix fix, GridIndex grids) =>
        place.UnitGrid is not { } code || grids.IsBeyond(code, fix.Place, fix.Margin);
}
