using System.Collections.Concurrent;

namespace CityOps.Simulator.Clients;

/// <summary>What became of something that was sent.</summary>
internal enum Outcome
{
    Sent,
    Accepted,
    Duplicate,
    Refused,
    Skipped,
    Failed,
}

/// <summary>One line of the count.</summary>
/// <param name="Kind">What was sent: <c>report</c>, <c>position</c> …</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, where there is a reason: the stable code and the sentence.</param>
/// <param name="Count">How many.</param>
internal sealed record TallyLine(string Kind, Outcome Outcome, string Reason, long Count);

/// <summary>Counts what was sent, by kind, outcome and reason. Safe for concurrent use.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(string Kind, Outcome Outcome, string Reason), long> _counts = new();

    /// <summary>True if anything failed in a way that no rule of the engine explains.</summary>
    public bool HasFailures => _counts.Keys.Any(key => key.Outcome == Outcome.Failed);

    /// <summary>Counts one or more.</summary>
    public void Add(string kind, Outcome outcome, string reason = "", long count = 1) =>
        _counts.AddOrUpdate((kind, outcome, reason), count, (_, before) => before + count);

    /// <summary>
    /// Counts an answer over HTTP: 201 is new, any other 2xx a repeat of what was done before, 4xx a refusal, the rest
    /// a failure.
    /// </summary>
    public Outcome Count(string kind, Reply reply)
    {
        var (outcome, reason) = reply switch
        {
            Reply.Ok { Status: 201 } => (Outcome.Accepted, ""),
            Reply.Ok => (Outcome.Duplicate, ""),
            Reply.Problem { Status: < 500 } problem => (Outcome.Refused, problem.Reason),
            Reply.Problem problem => (Outcome.Failed, problem.Reason),
            _ => throw new InvalidOperationException($"{reply.GetType().Name} has no count."),
        };
        Add(kind, outcome, reason);
        return outcome;
    }

    /// <summary>How many of a kind had an outcome.</summary>
    public long Of(string kind, Outcome outcome) =>
        _counts.Where(pair => pair.Key.Kind == kind && pair.Key.Outcome == outcome).Sum(pair => pair.Value);

    /// <summary>Every count, in the order of kind, outcome and reason.</summary>
    public IReadOnlyList<TallyLine> Lines =>
    [
        .. _counts
            .Select(pair => new TallyLine(pair.Key.Kind, pair.Key.Outcome, pair.Key.Reason, pair.Value))
            .OrderBy(line => line.Kind, StringComparer.Ordinal)
            .ThenBy(line => line.Outcome)
            .ThenByDescending(line => line.Count)
            .ThenBy(line => line.Reason, StringComparer.Ordinal),
    ];
}
