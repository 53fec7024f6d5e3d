using System.Collections.Concurrent;

namespace CityOps.Storage.Journal;

/// <summary>Lends sessions to recoveries, as many at once as pay, and keeps them for the next. Thread-safe.</summary>
internal sealed class JournalSessions(JournalDatabase database) : IAsyncDisposable
{
    private const int Most = 8;

    private readonly ConcurrentBag<JournalSession> _idle = [];
    private readonly SemaphoreSlim _places = new(Most);

    /// <summary>Works with a session, off the caller's thread.</summary>
    public async Task<T> UseAsync<T>(Func<JournalSession, Task<T>> work, CancellationToken cancel)
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

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var session))
        {
            await session.DisposeAsync();
        }

        _places.Dispose();
    }

    private async Task<T> WorkAsync<T>(Func<JournalSession, Task<T>> work, CancellationToken cancel)
    {
        if (!_idle.TryTake(out var session))
        {
            session = new JournalSession(await database.OpenAsync(cancel));
        }

        try
        {
            var result = await work(session);
            _idle.Add(session);
            return result;
        }
        catch
        {
            // Its connection may be broken; the next opens another.
            await session.DisposeAsync();
            throw;
        }
    }
}
