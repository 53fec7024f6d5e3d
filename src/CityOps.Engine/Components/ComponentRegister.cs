using System.Collections.Concurrent;
using System.Diagnostics;
using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Hosting;

namespace CityOps.Engine.Components;

/// <summary>
/// 部件 and their changes (备案): the components of the city's files, and over them what was registered since. All are in memory, the
/// changes on disk before they count. What other nodes register is learned within a second or so, and before a change is decided. Thread-safe.
/// </summary>
public sealed class ComponentRegister(CityConfiguration city, IComponentLog log, TimeProvider clock) : IHostedService, IDisposable
{
    // So many numbers are looked at again: a lower one may come later.
    private const int Overlap = 100;

    private readonly ComponentRules _rules = new(city);
    private readonly ConcurrentDictionary<string, ManagedComponent> _changed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _newest;

    /// <summary>Where they stand.</summary>
    public ComponentIndex Index { get; private set; } = new([]);

    /// <summary>The component of a code; null where there is none.</summary>
    public ManagedComponent? Find(string code) =>
        _changed.TryGetValue(code, out var changed) ? changed
        : city.Components.TryGetValue(code, out var entry) ? new ManagedComponent(entry)
        : null;

    /// <summary>
    /// Registers a change. The same request again is answered as the first time; another one under its id is refused with
    /// <see cref="KeyReused"/>.
    /// </summary>
    public async Task<Answer<ManagedComponent>> ChangeAsync(ChangeComponent command, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(command);
        await _turn.WaitAsync(cancel);
        try
        {
            Answer<ManagedComponent>? answer;
            do
            {
                answer = await DecideAsync(command, cancel);
            }
            while (answer is null);

            return answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Learns what other nodes have registered of a component, up to now.</summary>
    public async Task CatchUpAsync(string code, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await LearnAsync(code, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The refusal of an id that another request has used.</summary>
    public static Rejection KeyReused { get; } = new(RejectionKind.Invalid, "component.keyReused", "The id was used for another change.");

    /// <summary>Changes of a component before a version, the newest first.</summary>
    public Task<IReadOnlyList<ComponentChange>> HistoryAsync(string code, long before, int limit, CancellationToken cancel) =>
        log.OfAsync(code, before, limit, cancel);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (number, change) in await log.NewestAsync(cancellationToken))
        {
            _changed[change.Code] = change.After;
            _newest = Math.Max(_newest, number);
        }

        Index = new ComponentIndex(
            city.Components.Values.Where(c => !_changed.ContainsKey(c.Code)).Select(c => new ManagedComponent(c)).Concat(_changed.Values));
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Learns what other nodes have registered since the last look.</summary>
    internal async Task FollowAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            foreach (var (number, change) in await log.AfterAsync(_newest - Overlap, cancel))
            {
                Take(change);
                _newest = Math.Max(_newest, number);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Null where another node was quicker: then it is to be decided again, of what that one has registered.</summary>
    private async Task<Answer<ManagedComponent>?> DecideAsync(ChangeComponent command, CancellationToken cancel)
    {
        var before = await log.FindAsync(command.Origin.By.Id, command.Origin.CommandId, cancel);
        await LearnAsync(command.Code, cancel);
        if (before is not null)
        {
            return IsSame(before, command) && Find(before.Code) is { } now
                ? new Answer<ManagedComponent>.Done(now, Repeated: true)
                : new Answer<ManagedComponent>.Refused(KeyReused);
        }

        switch (_rules.Decide(Find(command.Code), command, clock.GetCurrentInstant()))
        {
            case Decision<ComponentChange>.Accepted { Events: [var change] }:
                if (!await log.AppendAsync(change, cancel))
                {
                    return null;
                }

                Take(change);
                return new Answer<ManagedComponent>.Done(change.After, Repeated: false);
            case Decision<ComponentChange>.Rejected { Reason: var reason }:
                return new Answer<ManagedComponent>.Refused(reason);
            default:
                throw new UnreachableException();
        }
    }

    private async Task LearnAsync(string code, CancellationToken cancel)
    {
        if (await log.OfAsync(code, long.MaxValue, 1, cancel) is [var newest])
        {
            Take(newest);
        }
    }

    private void Take(ComponentChange change)
    {
        var known = Find(change.Code);
        if (known is null || known.Version < change.Version)
        {
            _changed[change.Code] = change.After;
            Index.Replace(known, change.After);
        }
    }

    private static bool IsSame(ComponentChange before, ChangeComponent again) =>
        (before.Code, before.Kind, before.Source, before.Note) == (again.Code, again.Kind, again.Source, again.Note)
        && (again.Place is null || again.Place.Point == before.After.Entry.Place)
        && (again.Department is null || again.Department == before.After.Entry.Department)
        && (again.State is null || again.State == before.After.State);
}
