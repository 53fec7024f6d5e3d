using System.Data.Common;
using System.Text.Json;
using CityOps.Engine.Devices;
using CityOps.Engine.Journal;

namespace CityOps.Storage.Lists;

/// <summary>A row of the board, whose first column is what a device has posted.</summary>
internal static class DeviceRow
{
    /// <summary>What was posted.</summary>
    /// <exception cref="JsonException">It cannot be read, as what a newer build may have written.</exception>
    public static DeviceView Read(DbDataReader row) =>
        JsonSerializer.Deserialize<DeviceView>(row.GetString(0), EventJson.Options) ?? throw new JsonException("A device on the board is null.");

    /// <summary>The same for who reads many: one that cannot be read is null and keeps nobody from the others. Its next post makes it whole.</summary>
    public static DeviceView? TryRead(DbDataReader row)
    {
        try
        {
            return Read(row);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
