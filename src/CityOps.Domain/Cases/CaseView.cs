using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>A case as a caller sees it.</summary>
/// <param name="State">The case.</param>
/// <param name="Sequence">How many events it has had; its version.</param>
/// <param name="Allowed">The acts that this caller may do now.</param>
/// <param name="Light">How its limits stand.</param>
public sealed record CaseView(KnownCase State, long Sequence, IReadOnlyList<CaseAct> Allowed, Light Light)
{
    /// <summary>The case's id.</summary>
    public CaseId Id => State.File.Id;

    /// <summary>Where it is in the workflow.</summary>
    public Stage Stage => State.Stage;

    /// <summary>What it has from its report on.</summary>
    public CaseFile File => State.File;

    /// <summary>What was reported, with what was set right since.</summary>
    public Report Report => State.File.Report;

    /// <summary>Category, condition and limit, once filed.</summary>
    public Filing? Filing => (State as FiledCase)?.Filing;

    /// <summary>The department that has it, once dispatched.</summary>
    public Assignment? Assignment => (State as AssignedCase)?.Assignment;

    /// <summary>When it was closed, if it was.</summary>
    public Instant? ClosedAt => State switch
    {
        Closed closed => closed.ClosedAt,
        SelfHandled selfHandled => selfHandled.ClosedAt,
        _ => null,
    };

    /// <summary>The category that counts: as filed, or as reported before that.</summary>
    public (CategoryKind Kind, string Code) Category =>
        Filing is { } filing ? (filing.Kind, filing.Category) : (Report.Kind, Report.Category);

    /// <summary>The view of a state for a caller; null where nothing is known.</summary>
    public static CaseView? Of(Case state, long sequence, Actor caller, CityConfiguration city, Instant now) => state is KnownCase known
        ? new CaseView(known, sequence, CaseRules.AllowedTo(caller, known, city, now), Lights.Of(known, now))
        : null;
}

/// <summary>How the limits of a case stand.</summary>
public enum Light
{
    /// <summary>In time.</summary>
    Green,

    /// <summary>Near a limit; by default from 75 % of it.</summary>
    Yellow,

    /// <summary>Past a limit.</summary>
    Red,
}

/// <summary>The lights of cases.</summary>
public static class Lights
{
    /// <summary>The worst of the clocks that run; of a closed case, whether it was handled in time.</summary>
    public static Light Of(KnownCase @case, Instant now) => @case switch
    {
        Closed closed => closed.HandledLate ? Light.Red : Light.Green,
        _ => @case.File.Clocks.Where(c => c.IsRunning).Select(c => Of(c, now)).DefaultIfEmpty(Light.Green).Max(),
    };

    /// <summary>How one clock stands; one that rests or has ended shows how it was then.</summary>
    public static Light Of(CaseClock clock, Instant now) =>
        clock.Due is { } due
            ? due <= now ? Light.Red : clock.Yellow <= now ? Light.Yellow : Light.Green
            : clock.IsLate ? Light.Red : Light.Green;
}
