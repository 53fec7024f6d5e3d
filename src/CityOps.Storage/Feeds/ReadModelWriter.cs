using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Feeds;

/// <summary>The one writer of the read model's file: whoever wants to write waits here, and not inside of SQLite.</summary>
internal sealed class ReadModelWriter(DataDirectory data) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly PreparedConnection _connection = new(data.ReadModel.Open());

    /// <summary>Runs the work in one transaction, off the caller's thread; what it throws leaves nothing behind.</summary>
    public Task WriteAsync(Action<PreparedConnection> work, CancellationToken cancel) => TakeTurnAsync(() => Write(work), cancel);

    /// <summary>As <see cref="WriteAsync"/>, for what cannot be made again: the commit survives a power cut too.</summary>
    public Task WriteThroughAsync(Action<PreparedConnection> work, CancellationToken cancel) => TakeTurnAsync(
        () =>
        {
            _connection.Execute("PRAGMA synchronous = FULL");
            try
            {
                Write(work);
            }
            finally
            {
                _connection.Execute("PRAGMA synchronous = NORMAL");
            }
        },
        cancel);

    public void Dispose()
    {
        _connection.Dispose();
        _turn.Dispose();
    }

    private async Task TakeTurnAsync(Action write, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await Task.Run(write, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Write(Action<PreparedConnection> work)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            work(_connection);
            _connection.Execute("COMMIT");
        }
        catch
        {
            _connection.Execute("ROLLBACK");
            throw;
        }
    }
}
