using System.Data.Common;
using Npgsql;

namespace CityOps.Storage.Databases;

/// <summary>The few words of SQL that the databases have differently.</summary>
internal abstract class Dialect
{
    /// <summary>What begins a transaction that writes.</summary>
    public abstract string Begin { get; }

    /// <summary>The column that names a row of a table without a key.</summary>
    public abstract string Row { get; }

    /// <summary>Has the connection's commits keep a promise from here on.</summary>
    public abstract string Promise(CommitPromise promise);

    public static Dialect Of(DbConnection connection) => connection is NpgsqlConnection ? Postgres : Sqlite;

    public static Dialect Sqlite { get; } = new OfSqlite();

    public static Dialect Postgres { get; } = new OfPostgres();

    private sealed class OfSqlite : Dialect
    {
        public override string Begin => "BEGIN IMMEDIATE";

        public override string Row => "rowid";

        public override string Promise(CommitPromise promise) =>
            $"PRAGMA synchronous = {(promise == CommitPromise.PowerCut ? "FULL" : "NORMAL")}";
    }

    private sealed class OfPostgres : Dialect
    {
        public override string Begin => "BEGIN";

        public override string Row => "ctid";

        public override string Promise(CommitPromise promise) =>
            $"SET synchronous_commit = {(promise == CommitPromise.PowerCut ? "on" : "off")}";
    }
}
