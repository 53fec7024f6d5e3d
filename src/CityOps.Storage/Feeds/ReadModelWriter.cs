using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Feeds;

/// <summary>The one writer of the read model's file: whoever wants to write waits here, and not inside of SQLite.</summary>
internal sealed class ReadModelWriter(DataDirectory data) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly PreparedConnection _connection = new(data.ReadModel.Open());

    /// <summary>Runs the work in one transaction, off the caller's thread; what it throws leaves nothing behind.</summary>
    public async Task WriteAsync(Action<PreparedConnection> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await Task.Run(() => Write(work), cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _turn.Dispose();
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
