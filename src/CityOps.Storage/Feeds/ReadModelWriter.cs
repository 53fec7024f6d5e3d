using CityOps.Storage.Databases;

namespace CityOps.Storage.Feeds;

/// <summary>The one writer of the read model: whoever wants to write waits here, and not inside of the database.</summary>
internal sealed class ReadModelWriter(CityDatabases data) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly StandingConnection _connection = new(data.ReadModel.Open);

    /// <summary>Runs the work in one transaction, off the caller's thread; what it throws leaves nothing behind.</summary>
    public Task WriteAsync(Action<PreparedConnection> work, CancellationToken cancel) => TakeTurnAsync(() => Write(work), cancel);

    /// <summary>As <see cref="WriteAsync"/>, for what cannot be made again: the commit survives a power cut too.</summary>
    public Task WriteThroughAsync(Action<PreparedConnection> work, CancellationToken cancel) => TakeTurnAsync(
        () => _connection.Use(connection =>
        {
            connection.Execute(connection.Dialect.Promise(CommitPromise.PowerCut));
            try
            {
                return connection.Transact(() => Done(work, connection));
            }
            finally
            {
                if (connection.IsOpen)
                {
                    connection.Execute(connection.Dialect.Promise(CommitPromise.Kill));
                }
            }
        }),
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

    private void Write(Action<PreparedConnection> work) => _connection.Transact(connection => Done(work, connection));

    private static bool Done(Action<PreparedConnection> work, PreparedConnection connection)
    {
        work(connection);
        return true;
    }
}
