using CityOps.Storage.Files;
using CityOps.Storage.Postgres;

namespace CityOps.Storage;

/// <summary>Where everything durable is kept.</summary>
public sealed class StorageOptions
{
    /// <summary>The directory of the SQLite files; made if it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Empty: SQLite in the data directory. Else a PostgreSQL database, as Npgsql takes it.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Empty: no other engine runs on the data. Else this node's name among those that do, on one PostgreSQL database.</summary>
    public string Node { get; init; } = "";

    /// <summary>Where the data are, for people; without who logs in and with what.</summary>
    /// <exception cref="StorageException">The connection string is none.</exception>
    public string Place => ConnectionString.Length == 0 ? DataDirectory : $"{PostgresDatabase.Name(ConnectionString)}, files in {DataDirectory}";

    /// <summary>What is told to the same recipient about the same thing within so long is one notice; 1 minute by default.</summary>
    public TimeSpan NoticeWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the tracks of collectors are kept, by the devices' own times; 180 days by default.</summary>
    public TimeSpan KeepCollectorTracks { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How long the tracks of vehicles are kept; 180 days by default.</summary>
    public TimeSpan KeepVehicleTracks { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How much is taken of photos and videos.</summary>
    public FileLimits Files { get; init; } = new();

    /// <summary>The bucket that photos and videos are in; null where they are in the data directory.</summary>
    public BucketOptions? Bucket { get; init; }

    /// <summary>How long the files of the access log are kept; 180 days by default.</summary>
    public TimeSpan KeepAccessLog { get; init; } = TimeSpan.FromDays(180);
}

/// <summary>The store cannot be used as it is; the message says what to do.</summary>
public sealed class StorageException : Exception
{
    /// <summary>With what is wrong and what to do.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, what to do and the cause.</summary>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True where another process has the data: an engine that runs on it.</summary>
    public bool IsInUse { get; init; }

    /// <summary>Without a message.</summary>
    public StorageException()
    {
    }
}
