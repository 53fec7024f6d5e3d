using CityOps.Domain.Components;
using CityOps.Engine.Ports;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Changes of components in memory. Used by one at a time.</summary>
internal sealed class MemoryComponentLog : IComponentLog
{
    private readonly List<ComponentChange> _changes = [];

    public Task<IReadOnlyList<ComponentChange>> NewestAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ComponentChange>>([.. _changes.GroupBy(c => c.Code).Select(g => g.Last())]);

    public Task AppendAsync(ComponentChange change, CancellationToken cancel)
    {
        _changes.Add(change);
        return Task.CompletedTask;
    }

    public Task<ComponentChange?> FindAsync(string by, string commandId, CancellationToken cancel) =>
        Task.FromResult(_changes.Find(c => (c.By, c.CommandId) == (by, commandId)));

    public Task<IReadOnlyList<ComponentChange>> OfAsync(string code, long before, int limit, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ComponentChange>>(
            [.. _changes.Where(c => c.Code == code && c.Version < before).OrderByDescending(c => c.Version).Take(limit)]);
}
