using CityOps.Domain.Cases;

namespace CityOps.Engine.Ports;

/// <summary>Reads what one case has journalled.</summary>
public static class CaseJournal
{
    /// <summary>The events of a case with sequence numbers in [first, last], in order.</summary>
    public static Task<IReadOnlyList<JournalledEvent>> OfCaseAsync(
        this IJournalReader journal, CaseId id, long first, long last, CancellationToken cancel) =>
        journal.OfEntityAsync($"case-{id}", first, last, cancel);
}
