using System.Data.Common;

namespace CityOps.Storage.Databases;

/// <summary>
/// One kind of data with its numbered schema: a file of SQLite, or tables of PostgreSQL. Both are asked with the same SQL; what must
/// be said differently is a word of the <see cref="Dialect"/>. Thread-safe: every call gives a connection of its own.
/// </summary>
internal abstract class Database
{
    /// <summary>A connection with the promise of this data.</summary>
    public abstract DbConnection Open();

    /// <summary>A connection with another promise.</summary>
    public abstract DbConnection Open(CommitPromise promise);
}

/// <summary>What a commit survives.</summary>
internal enum CommitPromise
{
    /// <summary>The end of the engine: for what can be made again.</summary>
    Kill,

    /// <summary>The end of the machine, or of the database's server.</summary>
    PowerCut,
}
