using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Domain.Devices;
using CityOps.Domain.Grids;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Grids;

namespace CityOps.Engine.Wire;

/// <summary>
/// The names under which messages go from node to node. Two versions of the program are in one cluster during a rolling upgrade, so a name
/// and what stands under it stay: optional fields may be added freely, any other change needs a new type with version 2, and a release
/// that reads both before one that writes it.
/// </summary>
internal static class WireNames
{
    // Named after their types, in kebab-case: a test holds the list, so that to rename a type is seen.
    private static readonly Type[] Commands = [typeof(CaseCommand), typeof(GridCommand), typeof(DeviceCommand)];

    /// <summary>Every name with its type.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = new Dictionary<string, Type>(
        typeof(CaseCommand).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && Commands.Any(type.IsSubclassOf))
            .Select(type => KeyValuePair.Create($"{JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name)}/1", type)))
    {
        ["read/1"] = typeof(Read),
        ["start-shard/1"] = typeof(StartShard),
        ["case-done/1"] = typeof(Answer<CaseView>.Done),
        ["case-refused/1"] = typeof(Answer<CaseView>.Refused),
        ["grid-done/1"] = typeof(Answer<GridView>.Done),
        ["grid-refused/1"] = typeof(Answer<GridView>.Refused),
        ["device-done/1"] = typeof(Answer<DeviceView>.Done),
        ["device-refused/1"] = typeof(Answer<DeviceView>.Refused),
        ["fixes-recorded/1"] = typeof(FixesRecorded),
        ["fixes-retold/1"] = typeof(FixesRetold),
        ["fixes-taken/1"] = typeof(FixesTaken),
        ["status-changed/1"] = typeof(StatusChanged),
        ["device-seen/1"] = typeof(DeviceSeen),
        ["device-gone/1"] = typeof(DeviceGone),
        ["fix-parcel/1"] = typeof(FixParcel),
        ["parcel-taken/1"] = typeof(ParcelTaken),
    };
}
