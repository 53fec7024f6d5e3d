using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.Queries;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>Cases as they are, and as they were at any moment: from the journal. Thread-safe.</summary>
internal sealed class CaseHistory(ICaseGateway cases, IJournalReader journal)
{
    /// <summary>
    /// The case at a moment. Of the past it has the lights and limits of then, and allows nothing. Who sees it, and which people of
    /// it, goes by what it is now.
    /// </summary>
    public async Task<Answer<CaseThen>> FindAsync(string id, Moment moment, Caller caller, CancellationToken cancel)
    {
        switch (await cases.FindAsync(id, caller, cancel))
        {
            case Answer<CaseView>.Done { View: var now }:
                var sight = CaseSight.Of(caller.Actor, now.State);
                return moment.Past is not { } past ? Found(now, sight)
                    : await ThenAsync(now, moment, past, cancel) is { } then ? Found(then, sight)
                    : new Answer<CaseThen>.Refused(NotReported(now.File.ReportedAt));
            case Answer<CaseView>.Refused { Reason: var reason }:
                return new Answer<CaseThen>.Refused(reason);
            case var answer:
                throw new InvalidOperationException($"{answer.GetType()} is no answer.");
        }
    }

    /// <summary>What had happened by the moment, oldest first.</summary>
    public async Task<IReadOnlyList<JournalledEvent>> EventsAsync(CaseView view, Moment moment, CancellationToken cancel)
    {
        var events = await journal.OfCaseAsync(view.Id, 1, view.Sequence, cancel);

        // A moment is a millisecond, as times are written here: what is shown as of then had happened.
        return moment.Past is not { } past ? events
            : [.. events.TakeWhile(e => Millisecond(((CaseEvent)e.Event).Stamp.At) <= Millisecond(past))];
    }

    private async Task<CaseView?> ThenAsync(CaseView now, Moment moment, Instant past, CancellationToken cancel)
    {
        Case state = new Unreported();
        var sequence = 0;
        foreach (var journalled in await EventsAsync(now, moment, cancel))
        {
            (state, sequence) = (CaseEvolution.Evolve(state, (CaseEvent)journalled.Event), sequence + 1);
        }

        return state is KnownCase then ? new CaseView(then, sequence, [], Lights.Of(then, past)) : null;
    }

    private static Answer<CaseThen> Found(CaseView view, CaseSight sight) => new Answer<CaseThen>.Done(new CaseThen(view, sight), false);

    private static long Millisecond(Instant time) => time.ToUnixTimeMilliseconds();

    private static Rejection NotReported(Instant reported) => new(
        RejectionKind.NotFound, "case.notYetReported", $"The case was not reported by then; it was at {InstantText.Format(reported)}.");
}

/// <summary>A case at a moment.</summary>
/// <param name="Case">The case as it was.</param>
/// <param name="Sight">Which people of it the caller is told of.</param>
internal sealed record CaseThen(CaseView Case, CaseSight Sight);
