using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>A case.</summary>
internal sealed record CaseBody
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>How many events it has had: its version. The ETag is this, and the light behind it while that is not green.</summary>
    public required long Sequence { get; init; }

    /// <summary>Where it is in the workflow.</summary>
    public required Stage Stage { get; init; }

    /// <summary>The acts that the caller may do now.</summary>
    public required IReadOnlyList<CaseAct> Allowed { get; init; }

    /// <summary>How its limits stand: the worst of those that run; of a closed case, whether it was handled in time.</summary>
    public required Light Light { get; init; }

    /// <summary>The limits that run or rest; <c>/clock</c> explains them.</summary>
    public required IReadOnlyList<DeadlineBody> Deadlines { get; init; }

    /// <summary>Degrees east, WGS-84.</summary>
    public required double Lon { get; init; }

    /// <summary>Degrees north, WGS-84.</summary>
    public required double Lat { get; init; }

    /// <summary>The unit grid that contains it, 15 digits.</summary>
    public required string Grid { get; init; }

    /// <summary>The patrol grid; null where its unit grid belongs to none.</summary>
    public required string? PatrolGrid { get; init; }

    /// <summary>Component or incident: as filed, or as reported before that.</summary>
    public required CategoryKind Kind { get; init; }

    /// <summary>The subclass: as filed, or as reported before that.</summary>
    public required string Category { get; init; }

    /// <summary>The filing condition: as filed, or as proposed before that.</summary>
    public required string? Condition { get; init; }

    /// <summary>Where the report came from.</summary>
    public required Domain.Channel Channel { get; init; }

    /// <summary>Its message id at the channel; empty where it is a handset's, for who is not told of collectors.</summary>
    public required string Source { get; init; }

    /// <summary>The collector or citizen who reported, as the report names them; null where it does not, or for who need not know.</summary>
    public required string? Reporter { get; init; }

    /// <summary>The code of the component that it is about.</summary>
    public required string? Component { get; init; }

    /// <summary>What the reporter says.</summary>
    public required string? Description { get; init; }

    /// <summary>SHA-256 of each photo, in hex.</summary>
    public required IReadOnlyList<string> Photos { get; init; }

    /// <summary>Every photo and video that the report, the tasks' answers and the feedback name, and which of them have arrived.</summary>
    public required IReadOnlyList<EvidenceBody> Evidence { get; init; }

    /// <summary>True if the collector put it right on the spot.</summary>
    public required bool SelfHandled { get; init; }

    /// <summary>When the engine took the report in.</summary>
    public required Instant ReportedAt { get; init; }

    /// <summary>When it was seen, by the reporter's clock.</summary>
    public required Instant ObservedAt { get; init; }

    /// <summary>The department that has it, once dispatched.</summary>
    public required string? Department { get; init; }

    /// <summary>The centre in charge; null where it is not known.</summary>
    public required string? Centre { get; init; }

    /// <summary>True if the centre above has ruled that the department is responsible.</summary>
    public required bool Ruled { get; init; }

    /// <summary>What the department has asked for and is not decided.</summary>
    public required RequestBody? Request { get; init; }

    /// <summary>The end of the suspension, while suspended.</summary>
    public required Instant? SuspendedUntil { get; init; }

    /// <summary>How often what happened.</summary>
    public required CaseCounts Counts { get; init; }

    /// <summary>Open cases nearby that may be the same problem; none for citizens and departments, who need not know of them.</summary>
    public required IReadOnlyCollection<string> Similar { get; init; }

    /// <summary>The case that this one goes on in, if it was merged.</summary>
    public required string? MergedInto { get; init; }

    /// <summary>Who has put it under watch.</summary>
    public required IReadOnlyCollection<string> Supervisors { get; init; }

    /// <summary>Why it was refused or cancelled, if it was.</summary>
    public required string? Reason { get; init; }

    /// <summary>How it was closed, if it was.</summary>
    public required ClosingBody? Closing { get; init; }

    /// <summary>The calls with the citizen, oldest first.</summary>
    public required IReadOnlyList<FollowUp> FollowUps { get; init; }

    /// <summary>How long handling may take, once filed.</summary>
    public required TimeLimit? Limit { get; init; }

    /// <summary>When it was sent to the department.</summary>
    public required Instant? DispatchedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public required Instant? ClosedAt { get; init; }

    public static CaseBody From(CaseView view, CaseSight sight, IFiles files) => new()
    {
        Id = view.Id.Value,
        Sequence = view.Sequence,
        Stage = view.Stage,
        Allowed = view.Allowed,
        Light = view.Light,
        Deadlines = [.. view.File.Clocks.Where(c => c.Run.StoppedAt is null).Select(DeadlineBody.From)],
        Lon = view.Report.Place.Longitude,
        Lat = view.Report.Place.Latitude,
        Grid = view.Report.UnitGrid,
        PatrolGrid = Grids.GridNames.PatrolGrid(view.Report.UnitGrid, view.Report.Beat),
        Kind = view.Category.Kind,
        Category = view.Category.Code,
        Condition = view.Filing is { } filing ? filing.Condition : view.Report.Condition,
        Channel = view.Report.Channel,
        Source = Masks.Source(view.Report.Channel, view.Report.Source, sight),
        Reporter = sight.Reporter ? view.Report.Reporter : null,
        Component = view.Report.Component,
        Description = view.Report.Description,
        Photos = view.Report.Photos,
        Evidence = [.. view.File.Photos.Select(photo => EvidenceBody.From(photo, files))],
        SelfHandled = view.Report.SelfHandled,
        ReportedAt = view.File.ReportedAt,
        ObservedAt = view.Report.ObservedAt,
        Department = view.Assignment?.Department,
        Centre = view.File.Centre,
        Ruled = view.Assignment?.Ruled ?? false,
        Request = (view.State as Handling)?.Request is { } request ? RequestBody.From(request) : null,
        SuspendedUntil = (view.State as Suspended)?.Until,
        Counts = view.File.Counts,

        // Ids of others' reports, for those who merge: for citizens and departments there need be no such cases.
        Similar = sight.Collectors ? view.File.Similar : [],
        MergedInto = (view.State as Merged)?.Into.Value,
        Supervisors = view.File.Supervisors,
        Reason = view.State switch { Refused r => r.Reason, Cancelled c => c.Reason, _ => null },
        Closing = ClosingBody.From(view.State),
        FollowUps = sight.Reporter ? view.File.FollowUps : [.. view.File.FollowUps.Select(f => f with { Note = null })],
        Limit = view.Filing?.Limit,
        DispatchedAt = view.Assignment?.DispatchedAt,
        ClosedAt = view.ClosedAt,
    };
}
