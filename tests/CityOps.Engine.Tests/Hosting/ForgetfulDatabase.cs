using System.Data.Common;
using CityOps.Storage.Databases;
using CityOps.Storage.Journal;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>A database whose connection breaks between a commit and its answer, when the test says so.</summary>
internal sealed class ForgetfulDatabase(JournalDatabase inner) : JournalDatabase
{
    private int _lost;

    /// <summary>How many answers were lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>How many of the next writes of cases get no answer.</summary>
    public int Losing { get; set; }

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) => inner.OpenAsync(cancel);

    public override IReadOnlySet<string>? Writers(PreparedConnection journal) => inner.Writers(journal);

    public override IJournalInsert PrepareInsert(DbConnection connection) => new Forgetful(this, inner.PrepareInsert(connection));

    protected override bool IsFaultOfRows(DbException refused) => refused is not BrokenException && inner.IsFaultOfRows((Exception)refused);

    private sealed class Forgetful(ForgetfulDatabase database, IJournalInsert insert) : IJournalInsert
    {
        public async Task ExecuteAsync(DbTransaction transaction, IReadOnlyList<JournalRow> rows)
        {
            await insert.ExecuteAsync(transaction, rows);
            if (database.Losing > 0 && rows.Any(r => r.PersistenceId.StartsWith("case-", StringComparison.Ordinal)))
            {
                await transaction.CommitAsync();
                database.Losing--;
                Interlocked.Increment(ref database._lost);
                throw new BrokenException();
            }
        }

        public ValueTask DisposeAsync() => insert.DisposeAsync();
    }

    private sealed class BrokenException : DbException;
}
