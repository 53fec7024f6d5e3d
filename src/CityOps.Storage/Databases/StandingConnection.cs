using System.Data.Common;

namespace CityOps.Storage.Databases;

/// <summary>A connection that is kept for the same work again and again, and opened anew where it has broken. Not thread-safe.</summary>
internal sealed class StandingConnection(Func<DbConnection> open) : IDisposable
{
    private PreparedConnection? _connection;

    public T Use<T>(Func<PreparedConnection, T> work)
    {
        if (_connection is { IsOpen: false })
        {
            Dispose();
        }

        try
        {
            return work(_connection ??= new PreparedConnection(open()));
        }
        catch (Exception e) when (e is DbException || _connection is { IsOpen: false })
        {
            // Whatever state it was left in: the next has none.
            Dispose();
            throw;
        }
    }

    /// <summary>Runs the work in one transaction; what it throws leaves nothing behind.</summary>
    public T Transact<T>(Func<PreparedConnection, T> work) => Use(connection => connection.Transact(() => work(connection)));

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
