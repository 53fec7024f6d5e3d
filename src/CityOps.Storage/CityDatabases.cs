using CityOps.Storage.Components;
using CityOps.Storage.Databases;
using CityOps.Storage.Files;
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
    private readonly StorageOptions _options;
    private readonly Lazy<Database> _files;
    private readonly Lazy<Database> _components;

    /// <exception cref="StorageException">Another engine runs on the data, or they cannot be used.</exception>
    public CityDatabases(StorageOptions options)
    {
        _options = options;
        _directory = new DataDirectory(options);
        try
        {
            Journal = Part("journal", CommitPromise.PowerCut, JournalSchema.Steps, PostgresSchemas.Journal);
            ReadModel = Part("readmodel", CommitPromise.Kill, ReadModelSchema.Steps, PostgresSchemas.ReadModel);
            Tracks = Part("tracks", CommitPromise.PowerCut, TrackSchema.Steps, PostgresSchemas.Tracks);
        }
        catch
        {
            // Nobody can dispose of what was never made: the directory would stay locked until the process ends.
            _directory.Dispose();
            throw;
        }

        _files = new(() => Part("files", CommitPromise.PowerCut, FileSchema.Steps, PostgresSchemas.Files));
        _components = new(() => Part("components", CommitPromise.PowerCut, ComponentLog.Schema, PostgresSchemas.Components));
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

    public void Dispose() => _directory.Dispose();

    private Database Part(string name, CommitPromise promise, IReadOnlyList<string> sqlite, IReadOnlyList<string> postgres) =>
        _options.ConnectionString.Length > 0
            ? new PostgresDatabase(_options.ConnectionString, name, promise, postgres)
            : new SqliteFile(_directory.PathOf($"{name}.db"), promise, sqlite);
}
