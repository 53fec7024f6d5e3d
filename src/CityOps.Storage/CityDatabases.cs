using CityOps.Storage.Components;
using CityOps.Storage.Databases;
using CityOps.Storage.Files;
using CityOps.Storage.Moving;
using CityOps.Storage.Postgres;
using CityOps.Storage.Sqlite;

namespace CityOps.Storage;

/// <summary>
/// The databases of one engine. SQLite: a file for each, because it has one writer a file: positions never stand before case commands,
/// and lists never before either. PostgreSQL: one database for all.
/// </summary>
internal sealed class CityDatabases : IDisposable
{
    private readonly DataDirectory _directory;
    private readonly Lazy<Database> _files;
    private readonly Lazy<Database> _components;

    /// <exception cref="StorageException">Another engine runs on the data, or they cannot be used.</exception>
    public CityDatabases(StorageOptions options)
    {
        _directory = new DataDirectory(options);
        try
        {
            MovedAway.MustNotBe(options);
            Journal = Part(options, "journal");
            ReadModel = Part(options, "readmodel");
            Tracks = Part(options, "tracks");
            MustBeWhole(options);
        }
        catch
        {
            // Nobody can dispose of what was never made: the directory would stay locked until the process ends.
            _directory.Dispose();
            throw;
        }

        _files = new(() => Part(options, "files"));
        _components = new(() => Part(options, "components"));
    }

    /// <summary>The events of all entities.</summary>
    public Database Journal { get; }

    /// <summary>The lists, and what feeds write.</summary>
    public Database ReadModel { get; }

    /// <summary>Where devices have been.</summary>
    public Database Tracks { get; }

    /// <summary>Who sent which file.</summary>
    public Database Files => _files.Value;

    /// <summary>The register of components.</summary>
    public Database Components => _components.Value;

    /// <summary>A part by its name, with the newest schema.</summary>
    public static Database Part(StorageOptions options, string name)
    {
        var (promise, sqlite, postgres) = FormOf(name);
        return options.ConnectionString.Length > 0
            ? new PostgresDatabase(options.ConnectionString, name, promise, postgres, options.Node)
            : new SqliteFile(Path.Combine(options.DataDirectory, $"{name}.db"), promise, sqlite);
    }

    /// <summary>The newest version of the schema of a part's SQLite file.</summary>
    public static int SqliteVersion(string name) => FormOf(name).Sqlite.Count;

    public void Dispose() => _directory.Dispose();

    private static (CommitPromise Promise, IReadOnlyList<string> Sqlite, IReadOnlyList<string> Postgres) FormOf(string name) => name switch
    {
        "journal" => (CommitPromise.PowerCut, JournalSchema.Steps, PostgresSchemas.Journal),
        "readmodel" => (CommitPromise.Kill, ReadModelSchema.Steps, PostgresSchemas.ReadModel),
        "tracks" => (CommitPromise.PowerCut, TrackSchema.Steps, PostgresSchemas.Tracks),
        "files" => (CommitPromise.PowerCut, FileSchema.Steps, PostgresSchemas.Files),
        "components" => (CommitPromise.PowerCut, ComponentLog.Schema, PostgresSchemas.Components),
        "devices" => (CommitPromise.PowerCut, DeviceSchema.Steps, PostgresSchemas.Devices),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such part."),
    };

    private void MustBeWhole(StorageOptions options)
    {
        foreach (var database in (Database[])[Journal, ReadModel, Tracks])
        {
            using var connection = database.Open();
            TableCopy.MustBeWhole(connection, options.Place);
        }
    }
}
