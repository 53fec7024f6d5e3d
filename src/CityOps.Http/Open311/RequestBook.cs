using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Cases;
using NodaTime;

namespace CityOps.Http.Open311;

/// <summary>
/// Finds requests. Which ones there are the read model says, how they stand their actors, so that a request reads the same in a list
/// and by itself. Thread-safe.
/// </summary>
internal sealed class RequestBook(ICaseGateway cases, IReadModel model, IJournalReader journal)
{
    private const int AtOnce = 64;

    /// <summary>The requests of a filter that exist for the caller, newest first; or why they cannot be read now.</summary>
    public Task<Answer<IReadOnlyList<FoundRequest>>> ListAsync(RequestFilter filter, Caller caller, CancellationToken cancel) =>
        filter.Ids is { } ids ? OfIdsAsync(ids, caller, cancel) : OfQueryAsync(filter, caller, cancel);

    /// <summary>One request.</summary>
    public async Task<Answer<FoundRequest>> FindAsync(string id, Caller caller, CancellationToken cancel) =>
        await cases.FindAsync(id, caller, cancel) switch
        {
            Answer<CaseView>.Done { View: var view } =>
                new Answer<FoundRequest>.Done(new FoundRequest(view, await UpdatedAsync(view, cancel)), false),
            Answer<CaseView>.Refused refused => new Answer<FoundRequest>.Refused(refused.Reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no answer."),
        };

    private async Task<Answer<IReadOnlyList<FoundRequest>>> OfIdsAsync(IEnumerable<string> ids, Caller caller, CancellationToken cancel) =>
        Gathered(await EachAsync(ids.Distinct(), id => FindAsync(id, caller, cancel)));

    private async Task<Answer<IReadOnlyList<FoundRequest>>> OfQueryAsync(RequestFilter filter, Caller caller, CancellationToken cancel)
    {
        var rows = await RowsAsync(filter, cancel);
        return Gathered(await EachAsync(rows, async row => await cases.FindAsync(row.Id, caller, cancel) switch
        {
            Answer<CaseView>.Done { View: var view } => new Answer<FoundRequest>.Done(new FoundRequest(view, row.UpdatedAt), false),
            Answer<CaseView>.Refused refused => (Answer<FoundRequest>)new Answer<FoundRequest>.Refused(refused.Reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no answer."),
        }));
    }

    /// <summary>Walks to the page: lists have cursors, and GeoReport numbers.</summary>
    private async Task<IReadOnlyList<CaseRow>> RowsAsync(RequestFilter filter, CancellationToken cancel)
    {
        var query = filter.Query;
        for (var left = filter.Skip; left > 0;)
        {
            var passed = await model.CasesAsync(query with { Limit = Math.Min(left, 1000) }, cancel);
            if (passed.Next is null)
            {
                return [];
            }

            left -= passed.Items.Count;
            query = query with { After = passed.Next };
        }

        return (await model.CasesAsync(query, cancel)).Items;
    }

    private async Task<Instant> UpdatedAsync(CaseView view, CancellationToken cancel) =>
        await journal.OfCaseAsync(view.Id, view.Sequence, view.Sequence, cancel) is [{ Event: CaseEvent last }]
            ? last.Stamp.At
            : view.ClosedAt ?? view.File.ReportedAt;

    private static async Task<List<Answer<FoundRequest>>> EachAsync<T>(IEnumerable<T> all, Func<T, Task<Answer<FoundRequest>>> find)
    {
        var found = new List<Answer<FoundRequest>>();
        foreach (var some in all.Chunk(AtOnce))
        {
            found.AddRange(await Task.WhenAll(some.Select(find)));
        }

        return found;
    }

    // What does not exist for the caller is left out; a list of which a part cannot be read now would look like a whole one.
    private static Answer<IReadOnlyList<FoundRequest>> Gathered(List<Answer<FoundRequest>> answers) =>
        answers.OfType<Answer<FoundRequest>.Refused>().FirstOrDefault(r => r.Reason.Kind != Domain.RejectionKind.NotFound) is { } refused
            ? new Answer<IReadOnlyList<FoundRequest>>.Refused(refused.Reason)
            : new Answer<IReadOnlyList<FoundRequest>>.Done([.. answers.OfType<Answer<FoundRequest>.Done>().Select(d => d.View)], false);
}

/// <summary>A case, and when something happened to it last.</summary>
internal sealed record FoundRequest(CaseView View, Instant UpdatedAt);
