using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Devices;

/// <summary>
/// The file of accounts and quarantine. It is not under the engine's lock: the command line writes it while the engine runs. No
/// one but its owner can read it, since it holds the hashes of passwords.
/// </summary>
internal sealed class DeviceFile
{
    private readonly SqliteFile _file;

    public DeviceFile(StorageOptions options)
    {
        var path = Path.Combine(options.DataDirectory, "devices.db");
        try
        {
            DataDirectory.Make(options.DataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path} cannot be used: {e.Message}", e);
        }

        _file = new SqliteFile(path, "FULL", DeviceSchema.Steps);
    }

    public Microsoft.Data.Sqlite.SqliteConnection Open() => _file.Open();
}
