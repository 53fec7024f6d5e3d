using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>A limit of a case.</summary>
/// <param name="Stage">What it is on.</param>
/// <param name="Round">1 for the first time, 2 after it was begun anew …</param>
/// <param name="DueAt">When it is due; null while it rests.</param>
/// <param name="YellowAt">When its light turns yellow; null while it rests.</param>
/// <param name="Passed">The steps of its escalation that it has passed.</param>
internal sealed record DeadlineBody(
    ClockStage Stage, int Round, Instant? DueAt, Instant? YellowAt, IReadOnlyList<string> Passed)
{
    public static DeadlineBody From(CaseClock clock) =>
        new(clock.Stage, clock.Round, clock.Due, clock.Yellow, clock.Passed);
}

/// <summary>A photo or video that a case names.</summary>
/// <param name="Sha256">Of its bytes, in hex; <c>/files/{sha256}</c> has them.</param>
/// <param name="Available">False while the bytes have not arrived.</param>
internal sealed record EvidenceBody(string Sha256, bool Available)
{
    public static EvidenceBody From(string photo, IFiles files) => new(photo, FileHash.TryParse(photo, out var hash) && files.Has(hash));
}

/// <summary>What a department has asked for.</summary>
/// <param name="Kind">What for.</param>
/// <param name="By">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Amount">An extension: how much.</param>
/// <param name="Until">A suspension: until when.</param>
internal sealed record RequestBody(
    RequestKind Kind, string By, Instant AskedAt, string Reason, TimeLimit? Amount, Instant? Until)
{
    public static RequestBody From(HandlingRequest request) => request switch
    {
        ExtensionRequest e => new(RequestKind.Extension, e.By.Id, e.AskedAt, e.Reason, e.Amount, null),
        SuspensionRequest s => new(RequestKind.Suspension, s.By.Id, s.AskedAt, s.Reason, null, s.Until),
        _ => throw new InvalidOperationException($"{request.GetType().Name} has no words for the outside."),
    };
}

/// <summary>What a department can ask for.</summary>
internal enum RequestKind
{
    Extension,
    Suspension,
}

/// <summary>How a case was closed.</summary>
/// <param name="SelfHandled">True if the collector put it right on the spot.</param>
/// <param name="Forced">True if a leader closed it without a passed inspection.</param>
/// <param name="HandledLate">True if handling took longer than its limit.</param>
/// <param name="Appeal">The department's objection to that.</param>
internal sealed record ClosingBody(bool SelfHandled, bool Forced, bool HandledLate, AppealBody? Appeal)
{
    public static ClosingBody? From(KnownCase state) => state switch
    {
        Domain.Cases.SelfHandled => new(true, false, false, null),
        Closed c => new(
            false, c.Forced, c.HandledLate, c.File.Appeal is { } a ? new AppealBody(a.By.Id, a.Reason, a.Upheld) : null),
        _ => null,
    };
}

/// <summary>An objection to being counted late; null upheld: not ruled yet.</summary>
internal sealed record AppealBody(string By, string Reason, bool? Upheld);

/// <summary>A verification or inspection; while neither outcome nor withdrawnAt is there, it waits for its answer.</summary>
internal sealed record TaskBody(
    string Id,
    TaskKind Kind,
    Instant AskedAt,
    string? Collector,
    TaskOutcome? Outcome,
    Instant? AnsweredAt,
    Instant? WithdrawnAt,
    string? Note,
    IReadOnlyList<string> Photos,
    double? Lon,
    double? Lat)
{
    public static TaskBody From(CaseTask task, CaseSight sight) => new(
        task.Id, task.Kind, task.AskedAt, sight.Collectors ? task.Collector : null, task.Outcome, task.AnsweredAt, task.WithdrawnAt, task.Note, task.Photos,
        task.Place?.Longitude, task.Place?.Latitude);
}
