using System.Data.Common;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using Npgsql;

namespace CityOps.Storage.Journal;

/// <summary>
/// The journal in PostgreSQL: all rows of a batch in one statement, column by column as arrays.
/// </summary>
internal sealed class PostgresJournal(PostgresDatabase database) : JournalDatabase
{
    // There are three: a fifth each leaves the rest of a small pool for everybody else, who would wait for it without end.
    private const int Share = 5;

    public override int Readers => Math.Clamp(database.MostSessions / Share, 1, base.Readers);

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) => Task.Run(database.Open, cancel);

    public override IJournalInsert PrepareInsert(DbConnection connection) => new AllAtOnce(connection);

    // An insert locks the table before it is given its numbers, and until its transaction ends.
    public override IReadOnlySet<string>? Writers(PreparedConnection journal) => journal.Query(
        """
        SELECT DISTINCT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND relation = 'journal'::regclass AND mode = 'RowExclusiveLock' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """,
        row => row.GetString(0)).ToHashSet();

    // Classes 22 (data), 23 (constraints) and 54 (limits) of the SQLSTATE.
    protected override bool IsFaultOfRows(DbException refused) => refused.SqlState is ['2', '2' or '3', ..] or ['5', '4', ..];

    private sealed class AllAtOnce : IJournalInsert
    {
        private readonly DbCommand _insert;

        public AllAtOnce(DbConnection connection)
        {
            _insert = connection.CreateCommand();
            _insert.CommandText = """
                INSERT INTO journal
                    (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, tags, deleted)
                SELECT *, '', false FROM unnest(@0, @1, @2, @3, @4, @5, @6)
                """;
        }

        public async Task ExecuteAsync(DbTransaction transaction, IReadOnlyList<JournalRow> rows)
        {
            _insert.Transaction = transaction;
            _insert.Parameters.Clear();
            Add([.. rows.Select(r => r.PersistenceId)]);
            Add([.. rows.Select(r => r.Sequence)]);
            Add([.. rows.Select(r => r.Created)]);
            Add([.. rows.Select(r => r.Message)]);
            Add([.. rows.Select(r => r.Manifest)]);
            Add([.. rows.Select(r => r.Serializer)]);
            Add([.. rows.Select(r => r.Writer)]);
            await _insert.PrepareAsync();
            await _insert.ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => _insert.DisposeAsync();

        private void Add<T>(T[] column) =>
            _insert.Parameters.Add(new NpgsqlParameter<T[]>($"@{_insert.Parameters.Count}", column));
    }
}
