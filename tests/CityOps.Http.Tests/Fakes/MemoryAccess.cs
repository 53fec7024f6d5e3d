using System.Collections.Concurrent;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Keys in memory.</summary>
internal sealed class MemoryKeys : IApiKeys
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ApiKey> _keys = [];
    private long _revision;

    public ConcurrentDictionary<string, Instant> Uses { get; } = new();

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) => ChangedAsync(0, cancel);

    public Task<bool> AddAsync(ApiKey key, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(_keys.TryAdd(key.Name, key with { Revision = ++_revision }));
        }
    }

    public Task<bool> RevokeAsync(string name, Instant at, CancellationToken cancel)
    {
        lock (_gate)
        {
            _keys[name] = _keys[name] with { RevokedAt = at, Revision = ++_revision };
            return Task.FromResult(true);
        }
    }

    public Task NoteUseAsync(IReadOnlyDictionary<string, Instant> lastUses, CancellationToken cancel)
    {
        foreach (var (name, at) in lastUses)
        {
            Uses[name] = at;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ApiKey>> ChangedAsync(long after, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<ApiKey>>([.. _keys.Values.Where(k => k.Revision > after).OrderBy(k => k.Revision)]);
        }
    }
}

/// <summary>What was noted for auditors.</summary>
internal sealed class MemoryAccessLog : IAccessLog
{
    public ConcurrentQueue<AccessNote> Notes { get; } = new();

    public void Note(AccessNote access, Instant at) => Notes.Enqueue(access);
}
