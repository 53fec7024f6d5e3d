using System.Data.Common;
using CityOps.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace CityOps.Storage.Journal;

/// <summary>The journal in SQLite: one prepared statement, row by row.</summary>
internal sealed class SqliteJournal(Database file) : JournalDatabase
{
    // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH.
    private static readonly int[] FaultsOfRows = [18, 19, 20];

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) => Task.FromResult<DbConnection>(file.Open());

    public override IJournalInsert PrepareInsert(DbConnection connection) => new RowByRow(connection);

    protected override bool IsFaultOfRows(DbException refused) =>
        refused is SqliteException e && FaultsOfRows.Contains(e.SqliteErrorCode);

    private sealed class RowByRow : IJournalInsert
    {
        private readonly DbCommand _insert;

        public RowByRow(DbConnection connection)
        {
            _insert = connection.CreateCommand();
            _insert.CommandText = """
                INSERT INTO journal
                    (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, tags, deleted)
                VALUES (@0, @1, @2, @3, @4, @5, @6, '', 0)
                """;
            for (var i = 0; i < 7; i++)
            {
                _insert.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
            }
        }

        public Task ExecuteAsync(DbTransaction transaction, IReadOnlyList<JournalRow> rows)
        {
            _insert.Transaction = transaction;
            var values = _insert.Parameters;
            foreach (var row in rows)
            {
                values[0].Value = row.PersistenceId;
                values[1].Value = row.Sequence;
                values[2].Value = row.Created;
                values[3].Value = row.Message;
                values[4].Value = row.Manifest;
                values[5].Value = row.Serializer;
                values[6].Value = row.Writer;
                _insert.ExecuteNonQuery();
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _insert.DisposeAsync();
    }
}
