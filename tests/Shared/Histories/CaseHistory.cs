using CityOps.Domain;
using CityOps.Domain.Cases;

namespace CityOps.Testing.Histories;

/// <summary>What was asked of one case, against its events.</summary>
internal sealed class CaseHistory(CaseDecider decider, IReadOnlyList<Operation> operations, IReadOnlyList<CaseEvent> events)
{
    // The state after so many events.
    private readonly List<Case> _states = [new Unreported()];

    // Where the acts of each key stand.
    private readonly ILookup<string, (CaseAct? Act, long Sequence)> _places = events
        .Select((e, i) => (Key: KeyOf(e), Place: (CaseEvolution.ActOf(e), i + 1L))).ToLookup(p => p.Key, p => p.Place);

    private readonly ILookup<string, Operation> _attempts =
        operations.Where(o => o.Key is not null).ToLookup(o => o.Key ?? "");

    public IEnumerable<string> Objections()
    {
        foreach (var e in events)
        {
            if (!TryEvolve(e))
            {
                return [$"{e.GetType().Name} stands in the journal at {_states.Count}, where it cannot follow {_states[^1].GetType().Name}."];
            }
        }

        return operations.SelectMany(OfOne).Concat(_attempts.SelectMany(OfKey)).Select(o => o.ToString());
    }

    private bool TryEvolve(CaseEvent e)
    {
        try
        {
            _states.Add(CaseEvolution.Evolve(_states[^1], e));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private IEnumerable<string> OfOne(Operation operation) => operation.Reply switch
    {
        Reply.Done done => OfDone(operation, done),
        Reply.Refused refused when !IsExplained(operation, refused.Code) =>
            [$"{operation} was refused, but nothing between {Floor(operation)} and {Ceiling(operation)} refuses it so."],
        _ => [],
    };

    private IEnumerable<string> OfDone(Operation operation, Reply.Done done)
    {
        if (done.Sequence < 1 || done.Sequence > events.Count)
        {
            yield return $"{operation} was answered with an event that is not there: the journal has {events.Count}.";
            yield break;
        }

        if (_states[(int)done.Sequence] is KnownCase known && known.Stage != done.Stage)
        {
            yield return $"{operation} was answered with another stage than the journal has there: {known.Stage}.";
        }

        if (LastBefore(operation) is { } before && SequenceOf(before) > done.Sequence)
        {
            yield return $"{operation} went back behind {before}, which had ended.";
        }

        if (FirstAfter(operation) is { } after && Begin(after) <= done.Sequence)
        {
            yield return $"{operation} had seen what {after} was only to do.";
        }

        if (operation.Key is { } key)
        {
            var end = End(key);
            if (end is null)
            {
                yield return $"{operation} was done, but is not in the journal.";
            }
            else if (end > done.Sequence)
            {
                yield return $"{operation} was done, but stands in the journal later, at {end}.";
            }
            else if (done.Repeated == false && end < done.Sequence)
            {
                yield return $"{operation} was done just then, but stands in the journal before, at {end}.";
            }
        }
    }

    /// <summary>What all attempts of one command together must be like.</summary>
    private IEnumerable<string> OfKey(IGrouping<string, Operation> attempts)
    {
        var first = attempts.MinBy(a => a.Began) ?? throw new InvalidOperationException("Nobody asked.");
        var act = (first.Command as CaseActCommand)?.Act;
        var places = _places[attempts.Key].Where(p => p.Act == act).Select(p => p.Sequence).ToList();
        if (act is not null && places.Count > 1)
        {
            yield return $"{first} stands in the journal {places.Count} times, at {string.Join(", ", places)}.";
        }

        if (attempts.Where(a => a.Reply is Reply.Done { Repeated: false }).ToList() is { Count: > 1 } fresh)
        {
            yield return $"{string.Join(" and ", fresh)} were both answered as the one that did it.";
        }

        if (places is not [var place, ..])
        {
            yield break;
        }

        if (LastBefore(first) is { } before && SequenceOf(before) >= place)
        {
            yield return $"{first} stands in the journal at {place}, behind {before}, which had ended before it was asked.";
        }

        if (attempts.All(a => a.Reply is Reply.Refused))
        {
            yield return $"{first} was refused whenever it was asked, and yet stands in the journal at {place}.";
        }

        if ((first.Command as CaseActCommand)?.Expected is { } expected && Begin(first) != expected + 1)
        {
            yield return $"{first} was meant for version {expected}, and yet stands in the journal at {place}.";
        }
    }

    /// <summary>True if one of the states that it may have met refuses it like that.</summary>
    private bool IsExplained(Operation operation, string code)
    {
        for (var met = Floor(operation); met <= Ceiling(operation); met++)
        {
            if (Refusal(operation.Command, met) == code)
            {
                return true;
            }
        }

        return false;
    }

    private string? Refusal(CaseCommand? command, long met) => (command, _states[(int)met]) switch
    {
        (null, Unreported) => CaseRejections.NotFound.Code,
        (null, _) => null,
        var (asked, state) => decider.Decide(state, asked, asked.Origin.ObservedAt) switch
        {
            Decision<CaseEvent>.Rejected { Reason.Code: var code } => code,
            Decision<CaseEvent>.Accepted { Events.Count: > 0 } when (asked as CaseActCommand)?.Expected is { } expected && expected != met =>
                "case.versionDiffers",
            _ => null,
        },
    };

    // What had certainly happened when it was asked, and what may have when it was answered at most.
    private long Floor(Operation operation) => LastBefore(operation) is { } before ? Math.Min(SequenceOf(before), events.Count) : 0;

    private long Ceiling(Operation operation) => FirstAfter(operation) is { } after ? Begin(after) - 1 : events.Count;

    /// <summary>The operation that knew most of those that had ended before this one began.</summary>
    private Operation? LastBefore(Operation operation) =>
        operations.Where(o => o.Ended < operation.Began && o.Reply is Reply.Done).MaxBy(SequenceOf);

    /// <summary>The first command in the journal of those that nobody had asked for when this operation ended.</summary>
    private Operation? FirstAfter(Operation operation) => _attempts
        .Where(a => End(a.Key) is not null && a.All(o => o.Began > operation.Ended)).Select(a => a.First()).MinBy(Begin);

    private static long SequenceOf(Operation operation) => operation.Reply is Reply.Done done ? done.Sequence : 0;

    private long Begin(Operation operation) => _places[operation.Key ?? ""].Min(p => p.Sequence);

    private long? End(string key) => _places[key].Select(p => (long?)p.Sequence).Max();

    private static string KeyOf(CaseEvent e) =>
        e is CaseReported or CaseSelfHandled ? Operation.ReportKey : CaseFile.KeyOf(e.Stamp.By, e.Stamp.CommandId);
}
