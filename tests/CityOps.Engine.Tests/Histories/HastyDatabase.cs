using System.Data.Common;
using CityOps.Storage.Databases;
using CityOps.Storage.Journal;

namespace CityOps.Engine.Tests.Histories;

/// <summary>
/// A journal with a fault: it confirms what it was given of cases before it commits it, which it does with what it is given next.
/// What was confirmed last is lost when it ends.
/// </summary>
internal sealed class HastyDatabase(JournalDatabase inner) : JournalDatabase
{
    private IReadOnlyList<JournalRow> _uncommitted = [];

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) => inner.OpenAsync(cancel);

    public override IReadOnlySet<string>? Writers(PreparedConnection journal) => inner.Writers(journal);

    public override IJournalInsert PrepareInsert(DbConnection connection) => new Hasty(this, inner.PrepareInsert(connection));

    protected override bool IsFaultOfRows(DbException refused) => inner.IsFaultOfRows((Exception)refused);

    private sealed class Hasty(HastyDatabase database, IJournalInsert insert) : IJournalInsert
    {
        public async Task ExecuteAsync(DbTransaction transaction, IReadOnlyList<JournalRow> rows)
        {
            var ofCases = rows.Where(r => r.PersistenceId.StartsWith("case-", StringComparison.Ordinal)).ToList();
            var committed = rows.Except(ofCases);
            if (ofCases.Count > 0)
            {
                committed = [.. database._uncommitted, .. committed];
                database._uncommitted = ofCases;
            }

            await insert.ExecuteAsync(transaction, [.. committed]);
        }

        public ValueTask DisposeAsync() => insert.DisposeAsync();
    }
}
