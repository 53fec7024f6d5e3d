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
    /// The case at a moment. Of the past it has the lights and limits of then, and allows nothing. A caller who may not see it now
    /// may not see how it was.
    /// </summary>
    public async Task<Answer<CaseView>> FindAsync(string id, Moment moment, Caller caller, CancellationToken cancel)
    {
        var now = await cases.FindAsync(id, caller, cancel);
        if (moment.Past is not { } past || now is not Answer<CaseView>.Done { View: var view })
        {
            return now;
        }

        Case state = new Unreported();
        var sequence = 0;
        foreach (var journalled in await EventsAsync(view, moment, cancel))
        {
            (state, sequence) = (CaseEvolution.Evolve(state, (CaseEvent)journalled.Event), sequence + 1);
        }

        return CaseView.Of(state, sequence, caller.Actor, past) is { } then
            ? new Answer<CaseView>.Done(then with { Allowed = [] }, false)
            : new Answer<CaseView>.Refused(NotReported(view.File.ReportedAt));
    }

    /// <summary>What had happened by the moment, oldest first.</summary>
    public async Task<IReadOnlyList<JournalledEvent>> EventsAsync(CaseView view, Moment moment, CancellationToken cancel)
    {
        var events = await journal.OfEntityAsync($"case-{view.Id}", 1, view.Sequence, cancel);

        // A moment is a millisecond, as times are written here: what is shown as of then had happened.
        return moment.Past is not { } past ? events
            : [.. events.TakeWhile(e => Millisecond(((CaseEvent)e.Event).Stamp.At) <= Millisecond(past))];
    }

    private static long Millisecond(Instant time) => time.ToUnixTimeMilliseconds();

    private static Rejection NotReported(Instant reported) => new(
        RejectionKind.NotFound, "case.notYetReported", $"The case was not reported by then; it was at {InstantText.Format(reported)}.");
}
