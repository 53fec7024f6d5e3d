using System.Collections.Immutable;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Vehicles;

/// <summary>
/// What the believed fixes of a vehicle mean: crossings of geofences, and speeding. A border is crossed once two fixes in a row
/// are across it: inwards by being inside, outwards by more than their <see cref="Fix.Margin"/>; so noise at a border is one crossing
/// at most, and one wild fix is none. Prepared once; immutable and safe to share between threads.
/// </summary>
public sealed class RoadRules(CityConfiguration city)
{
    private readonly GeofenceIndex _fences = new(city.Geofences);

    /// <summary>The state after a further believed fix. Allocates nothing where nothing happens.</summary>
    /// <param name="before">The state before it.</param>
    /// <param name="fix">The fix, newer than all before.</param>
    /// <param name="kind">What kind of vehicle it is; null where the city does not know it.</param>
    /// <param name="news">Is added to, and made if there is something to add.</param>
    public Driving Follow(Driving before, in Fix fix, VehicleKind? kind, ref DrivingNews? news)
    {
        var limit = kind is { } known && city.SpeedLimits.TryGetValue(known, out var allowed) ? allowed : (Speed?)null;
        var spell = SpeedingSpell.Next(before.Speeding, fix, limit, out var ended);
        if (ended is not null)
        {
            (news ??= new DrivingNews()).Spells.Add(ended);
        }

        var near = _fences.Near(fix.Place);
        return near.IsEmpty && before.Fences.IsEmpty && before.Turning.IsEmpty
            ? before with { Speeding = spell }
            : Cross(before with { Speeding = spell }, near, fix, kind, ref news);
    }

    /// <summary>The violations that a vehicle is in at the time: where it is and must not be, and what it has left and must not.</summary>
    public IEnumerable<FenceStay> Violations(string vehicle, VehicleKind? kind, ImmutableArray<FenceStay> stays, Instant at) =>
        stays.Where(stay => FenceFor(vehicle, kind, stay) is { } fence && fence.HoldsAt(at) && (stay.IsInside
            ? fence.Rule == GeofenceRule.Enter
            : fence.Rule == GeofenceRule.Leave && !IsInAnother(vehicle, kind, stays, at)));

    /// <summary>The geofence of a stay; null where it is gone, or does not hold for the vehicle any more.</summary>
    public Geofence? FenceFor(string vehicle, VehicleKind? kind, FenceStay stay) =>
        _fences.TryFind(stay.Fence, out var ordinal) && _fences[ordinal].IsFor(vehicle, kind) ? _fences[ordinal] : null;

    private Driving Cross(Driving state, ReadOnlySpan<int> near, in Fix fix, VehicleKind? kind, ref DrivingNews? news)
    {
        var (stays, turning) = (state.Fences, ImmutableArray<string>.Empty);
        foreach (var ordinal in near)
        {
            if (_fences[ordinal].IsFor(fix.Device.Id, kind)
                && !state.Fences.IsInside(_fences[ordinal].Id)
                && _fences.Covers(ordinal, fix.Place))
            {
                Turn(ordinal, entered: true, fix, ref news);
            }
        }

        foreach (var stay in state.Fences)
        {
            if (stay.IsInside
                && _fences.TryFind(stay.Fence, out var ordinal)
                && _fences.DistanceTo(ordinal, fix.Place) > fix.Margin)
            {
                Turn(ordinal, entered: false, fix, ref news);
            }
        }

        return state with { Fences = stays, Turning = turning };

        void Turn(int ordinal, bool entered, in Fix fix, ref DrivingNews? news)
        {
            var fence = _fences[ordinal];
            if (!state.Turning.Contains(fence.Id))
            {
                turning = turning.Add(fence.Id);
                return;
            }

            stays = entered ? stays.Enter(fence.Id, fix.ObservedAt) : stays.Leave(fence.Id, fence.Rule, fix.ObservedAt);
            var isWrong = fence.HoldsAt(fix.ObservedAt) && (entered
                ? fence.Rule == GeofenceRule.Enter
                : fence.Rule == GeofenceRule.Leave && !IsInAnother(fix.Device.Id, kind, stays, fix.ObservedAt));
            (news ??= new DrivingNews()).Crossings.Add(
                new FenceCrossing(fence.Id, fence.Rule, entered, isWrong, fix.ObservedAt, fix.Place));
        }
    }

    private bool IsInAnother(string vehicle, VehicleKind? kind, ImmutableArray<FenceStay> stays, Instant at) => stays.Any(
        stay => stay.IsInside && FenceFor(vehicle, kind, stay) is { Rule: GeofenceRule.Leave } fence && fence.HoldsAt(at));
}
