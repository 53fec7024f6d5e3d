using CityOps.Domain.Cases;

namespace CityOps.Testing.Histories;

/// <summary>
/// Says whether what clients were answered can be explained by the journal: every case must look to all of them as if it had done one
/// thing after the other, each between its question and its answer (linearizability: Herlihy and Wing 1990). Every answer says where
/// in the case's history it stands, and so each has one place to be looked for. Pure.
/// </summary>
internal static class HistoryCheck
{
    /// <summary>What cannot be explained, in sentences that name the case and the operations; none for a good history.</summary>
    /// <param name="decider">The rules that the engine had.</param>
    /// <param name="operations">Everything that clients asked of the cases.</param>
    /// <param name="journal">Every event of each case, in order, as the journal has them at the end.</param>
    public static IReadOnlyList<string> Objections(
        CaseDecider decider,
        IEnumerable<Operation> operations,
        IReadOnlyDictionary<CaseId, IReadOnlyList<CaseEvent>> journal) =>
    [
        .. operations.GroupBy(o => o.Case).SelectMany(own =>
            new CaseHistory(decider, [.. own], journal.GetValueOrDefault(own.Key) ?? []).Objections().Select(o => $"{own.Key}: {o}")),
    ];
}
