using CityOps.Storage.Databases;
using System.Collections.Concurrent;

namespace CityOps.Storage.Journal;

/// <summary>
/// Lends connections to the journal's readers, as many at once as pay, and keeps them with their statements for the next.
/// Thread-safe.
/// </summary>
internal sealed class JournalSessions(JournalDatabase database) : IDisposable
{
    private readonly ConcurrentStack<PreparedConnection> _idle = new();
    private readonly SemaphoreSlim _places = new(database.Readers);

    /// <summary>Works with a connection, off the caller's thread.</summary>
    public async Task<T> UseAsync<T>(Func<PreparedConnection, T> work, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => WorkAsync(work, cancel), cancel);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var session))
        {
            session.Dispose();
        }
    }

    private async Task<T> WorkAsync<T>(Func<PreparedConnection, T> work, CancellationToken cancel)
    {
        // One that lay idle may have lost its server meanwhile; that is found out by its use alone.
        while (_idle.TryPop(out var idle))
        {
            var isLost = false;
            try
            {
                return Work(
                    idle,
                    session =>
                    {
                        try
                        {
                            return work(session);
                        }
                        catch
                        {
                            isLost = !session.IsOpen;
                            throw;
                        }
                    });
            }
            catch (Exception) when (isLost)
            {
            }
        }

        return Work(new PreparedConnection(await database.OpenAsync(cancel)), work);
    }

    private T Work<T>(PreparedConnection session, Func<PreparedConnection, T> work)
    {
        try
        {
            var result = work(session);
            _idle.Push(session);
            return result;
        }
        catch
        {
            // Its connection may be broken; the next opens another.
            session.Dispose();
            throw;
        }
    }
}
