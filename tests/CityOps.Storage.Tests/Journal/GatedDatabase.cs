using System.Data.Common;
using CityOps.Storage.Databases;
using CityOps.Storage.Journal;

namespace CityOps.Storage.Tests.Journal;

/// <summary>A database whose commits wait for the test, and whose connections can be cut.</summary>
internal sealed class GatedDatabase(JournalDatabase inner) : JournalDatabase
{
    private volatile TaskCompletionSource? _gate;
    private int _batches;

    /// <summary>How many inserts were begun.</summary>
    public int Batches => Volatile.Read(ref _batches);

    /// <summary>True: no connection can be opened.</summary>
    public bool IsDown { get; set; }

    public void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) =>
        IsDown ? throw new DownException() : inner.OpenAsync(cancel);

    public override IReadOnlySet<string>? Writers(PreparedConnection journal) => inner.Writers(journal);

    public override IJournalInsert PrepareInsert(DbConnection connection) => new Gated(this, inner.PrepareInsert(connection));

    protected override bool IsFaultOfRows(DbException refused) => refused is not DownException && inner.IsFaultOfRows((Exception)refused);

    private sealed class Gated(GatedDatabase database, IJournalInsert insert) : IJournalInsert
    {
        public async Task ExecuteAsync(DbTransaction transaction, IReadOnlyList<JournalRow> rows)
        {
            await insert.ExecuteAsync(transaction, rows);
            Interlocked.Increment(ref database._batches);
            if (database._gate is { } gate)
            {
                await gate.Task;
            }

            if (database.IsDown)
            {
                throw new DownException();
            }
        }

        public ValueTask DisposeAsync() => insert.DisposeAsync();
    }

    private sealed class DownException : DbException;
}
