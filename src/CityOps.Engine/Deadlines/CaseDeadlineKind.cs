using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>Wakes cases.</summary>
internal sealed class CaseDeadlineKind(ICaseGateway cases, CityConfiguration city, TimeProvider clock) : IDeadlineKind
{
    private const string Prefix = "case-";
    private static readonly Actor Self = new("deadline-index", Roles.System);

    public string Name => "case";

    public string? CalendarFor(string? area) => city.Calendars.For(area).Version;

    public Task<WakeAnswer> WakeAsync(Deadline entry, CancellationToken cancel)
    {
        var due = entry.Due ?? clock.GetCurrentInstant();
        return SendAsync(entry, new ReachDeadline(IdOf(entry), Origin($"wake-{due.ToUnixTimeTicks()}", due)), cancel);
    }

    // The sequence number is in the command id: the same calendar may come into force again.
    public Task<WakeAnswer> RecomputeAsync(Deadline entry, CancellationToken cancel) => SendAsync(
        entry,
        new RecomputeDeadlines(
            IdOf(entry), Origin($"calendar-{CalendarFor(entry.Area)}-{entry.Sequence}", clock.GetCurrentInstant())),
        cancel);

    private async Task<WakeAnswer> SendAsync(Deadline entry, CaseCommand command, CancellationToken cancel) =>
        await cases.SendAsync(command, cancel) switch
        {
            Answer<CaseView>.Done done => new WakeAnswer(
                done.Repeated ? WakeOutcome.Nothing : WakeOutcome.Fired, EntryOf(entry, done.View)),

            // The journal has no such case: what the index has of it is worth nothing.
            Answer<CaseView>.Refused { Reason.Kind: RejectionKind.NotFound } =>
                new WakeAnswer(WakeOutcome.Nothing, entry with { Due = null, Calendar = null }),
            _ => new WakeAnswer(WakeOutcome.Unavailable, entry),
        };

    private Deadline EntryOf(Deadline entry, CaseView view)
    {
        var open = view.File.Clocks.Where(c => c.Run.StoppedAt is null).Select(c => c.Calendar).ToList();
        var inForce = city.Calendars.For(view.Report.UnitGrid).Version;
        return new Deadline(
            entry.Entity,
            DeadlineChange.WholeTick(view.File.Wake),
            open.FirstOrDefault(c => c != inForce) ?? open.FirstOrDefault(),
            view.Report.UnitGrid,
            view.Sequence);
    }

    private static CaseId IdOf(Deadline entry) => CaseId.Parse(entry.Entity[Prefix.Length..]);

    private static Origin Origin(string commandId, Instant observedAt) => new(Self, Channel.System, commandId, observedAt);
}
