using System.Data.Common;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;

namespace CityOps.Storage.Journal;

/// <summary>The database of the journal, as far as one differs from another: connections, and how many rows go in at once.</summary>
internal abstract class JournalDatabase
{
    /// <summary>The journal of a city's data.</summary>
    public static JournalDatabase Of(CityDatabases data) =>
        data.Journal is PostgresDatabase postgres ? new PostgresJournal(postgres) : new SqliteJournal(data.Journal);

    /// <summary>How many connections each reader may keep to itself.</summary>
    public virtual int Readers => 8;

    /// <summary>A connection whose commits survive a power cut.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>The statement that inserts rows, prepared once for a connection.</summary>
    public abstract IJournalInsert PrepareInsert(DbConnection connection);

    /// <summary>As <see cref="CityOps.Engine.Ports.IJournalReader.WritersAsync"/>.</summary>
    public virtual IReadOnlySet<string>? Writers(PreparedConnection journal) => null;

    /// <summary>
    /// True if a row was refused for what is in it, so that others can be written without it; false if the database cannot
    /// write at all.
    /// </summary>
    public bool IsFaultOfRows(Exception cause) => cause is not DbException refused || IsFaultOfRows(refused);

    protected abstract bool IsFaultOfRows(DbException refused);
}

/// <summary>Inserts rows in their order.</summary>
internal interface IJournalInsert : IAsyncDisposable
{
    Task ExecuteAsync(DbTransaction transaction, IReadOnlyList<JournalRow> rows);
}
