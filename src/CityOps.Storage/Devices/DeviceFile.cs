using System.Data.Common;
using CityOps.Storage.Databases;
using CityOps.Storage.Moving;
using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Devices;

/// <summary>
/// Accounts, quarantine and keys. With SQLite they are a file that is not under the engine's lock: the command line writes it while
/// the engine runs. No one but its owner can read it, since it holds the hashes of passwords.
/// </summary>
internal sealed class DeviceFile
{
    private readonly Database _database;

    /// <exception cref="StorageException">It cannot be used, or its data were moved: a key that is revoked there would hold on.</exception>
    public DeviceFile(StorageOptions options) => _database = options.ConnectionString.Length > 0
        ? CityDatabases.Part(options, "devices")
        : InDirectory(options);

    public DbConnection Open() => _database.Open();

    private static Database InDirectory(StorageOptions options)
    {
        MovedAway.MustNotBe(options);
        var path = Path.Combine(options.DataDirectory, "devices.db");
        try
        {
            DataDirectory.Make(options.DataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path} cannot be used: {e.Message}", e);
        }

        return CityDatabases.Part(options, "devices");
    }
}
