using CityOps.Domain.Components;
using CityOps.Engine.Ports;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Changes of components in memory. Used by one at a time.</summary>
internal sealed class MemoryComponentLog : IComponentLog
{
    private readonly List<ComponentChange> _changes = [];

    public Task<IReadOnlyList<NumberedChange>> NewestAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<NumberedChange>>([.. Numbered().GroupBy(c => c.Change.Code).Select(g => g.Last())]);

    public Task<IReadOnlyList<NumberedChange>> AfterAsync(long number, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<NumberedChange>>([.. Numbered().Where(c => c.Number > number)]);

    public Task<bool> AppendAsync(ComponentChange change, CancellationToken cancel)
    {
        if (_changes.Exists(c => (c.Code, c.Version) == (change.Code, change.Version) || (c.By, c.CommandId) == (change.By, change.CommandId)))
        {
            return Task.FromResult(false);
        }

        _changes.Add(change);
        return Task.FromResult(true);
    }

    public Task<ComponentChange?> FindAsync(string by, string commandId, CancellationToken cancel) =>
        Task.FromResult(_changes.Find(c => (c.By, c.CommandId) == (by, commandId)));

    public Task<IReadOnlyList<ComponentChange>> OfAsync(string code, long before, int limit, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ComponentChange>>(
            [.. _changes.Where(c => c.Code == code && c.Version < before).OrderByDescending(c => c.Version).Take(limit)]);

    private IEnumerable<NumberedChange> Numbered() => _changes.Select((change, i) => new NumberedChange(i + 1, change));
}
