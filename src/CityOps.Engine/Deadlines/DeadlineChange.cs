using CityOps.Domain.Cases;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Grids;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>What events change of their entity's entry in the index.</summary>
internal sealed record DeadlineChange
{
    /// <summary>True if the entity needs no entry any more.</summary>
    public bool Ends { get; private init; }

    /// <summary>True if <see cref="Due"/> says something.</summary>
    public bool IsScheduled { get; private init; }

    /// <summary>When it has to be woken; null for never.</summary>
    public Instant? Due { get; private init; }

    /// <summary>The version of the calendar that clocks were computed by; null where none were.</summary>
    public string? Calendar { get; private init; }

    /// <summary>True if all open clocks are of that version; else some that were open before may be of the one known.</summary>
    public bool IsAnew { get; private init; }

    /// <summary>The unit grid that it is in now; null where it stays.</summary>
    public string? Area { get; private init; }

    /// <summary>What events in order change, by entity; entities of which they change nothing are missing.</summary>
    public static IReadOnlyDictionary<string, (DeadlineChange Change, long Sequence)> Of(IEnumerable<JournalledEvent> events)
    {
        var changes = new Dictionary<string, (DeadlineChange Change, long Sequence)>();
        foreach (var journalled in events)
        {
            if (Of(journalled.Event) is { } change)
            {
                changes[journalled.PersistenceId] = changes.TryGetValue(journalled.PersistenceId, out var before)
                    ? (before.Change.Then(change), journalled.Sequence)
                    : (change, journalled.Sequence);
            }
        }

        return changes;
    }

    /// <summary>Rounded up to what clocks and the index can tell apart, so that nobody is woken early.</summary>
    public static Instant? WholeTick(Instant? at)
    {
        if (at is not { } exact)
        {
            return null;
        }

        var tick = Instant.FromUnixTimeTicks(exact.ToUnixTimeTicks());
        return tick < exact ? tick.PlusTicks(1) : tick;
    }

    /// <summary>The kinds of entities that have deadlines.</summary>
    private static DeadlineChange? Of(object @event) => @event switch
    {
        CaseEvent e => OfCase(e),
        GridEvent { Schedule: { Wake: var wake } } => new DeadlineChange { IsScheduled = true, Due = WholeTick(wake), Ends = wake is null },
        DownlinkEvent { Wake: var wake } => new DeadlineChange { IsScheduled = true, Due = WholeTick(wake), Ends = wake is null },
        _ => null,
    };

    private static DeadlineChange? OfCase(CaseEvent @event)
    {
        if (CaseEvolution.StageAfter(@event) is { } stage && !stage.IsOpen())
        {
            return new DeadlineChange { Ends = true };
        }

        var area = @event switch
        {
            CaseReported e => e.Report.UnitGrid,
            CaseCorrected e => e.Entry.UnitGrid,
            CaseReopened e => e.Entry.UnitGrid,
            MergeUndone e => e.Entry.UnitGrid,
            _ => null,
        };
        return @event.Schedule is null && area is null ? null : new DeadlineChange
        {
            IsScheduled = @event.Schedule is not null,
            Due = WholeTick(@event.Schedule?.Wake),
            Calendar = @event.Schedule?.Clocks.LastOrDefault(c => c.Run.StoppedAt is null)?.Calendar,
            IsAnew = @event is DeadlinesRecomputed,
            Area = area,
        };
    }

    private DeadlineChange Then(DeadlineChange next) => next switch
    {
        { Ends: true } => next,
        _ when Ends => next with { IsAnew = true },
        _ => new DeadlineChange
        {
            IsScheduled = IsScheduled || next.IsScheduled,
            Due = next.IsScheduled ? next.Due : Due,
            Calendar = next.IsAnew ? next.Calendar : Calendar ?? next.Calendar,
            IsAnew = IsAnew || next.IsAnew,
            Area = next.Area ?? Area,
        },
    };
}
