using CityOps.Domain;
using CityOps.Domain.Cases;
using NodaTime;

namespace CityOps.Engine.Notices;

/// <summary>What a notice wants of its recipient.</summary>
public enum NoticeKind
{
    /// <summary>提醒: to know of it.</summary>
    Notify,

    /// <summary>催办: to get on with it.</summary>
    Urge,

    /// <summary>上报: a leader is told.</summary>
    Raise,

    /// <summary>督办: it is under watch.</summary>
    Supervise,

    /// <summary>待审批: a request waits for a decision.</summary>
    Decide,
}

/// <summary>What a notice is about.</summary>
public enum NoticeTopic
{
    /// <summary>The limit of verification.</summary>
    Verify,

    /// <summary>The limit of filing.</summary>
    File,

    /// <summary>The limit of dispatch.</summary>
    Dispatch,

    /// <summary>The limit of acceptance by the department.</summary>
    Accept,

    /// <summary>The limit of handling.</summary>
    Handle,

    /// <summary>The limit of inspection.</summary>
    Inspect,

    /// <summary>The limit of closing.</summary>
    Close,

    /// <summary>The case as a whole: someone has urged or supervises it.</summary>
    Case,

    /// <summary>A request for more time.</summary>
    Extension,

    /// <summary>A request for a rest.</summary>
    Suspension,

    /// <summary>A case that its department has sent back.</summary>
    Return,

    /// <summary>A dispute over who is responsible.</summary>
    Dispute,

    /// <summary>An objection to being counted late.</summary>
    Appeal,
}

/// <summary>Where a step stands to the limit.</summary>
public enum LimitPhase
{
    /// <summary>Before it.</summary>
    Before,

    /// <summary>At it.</summary>
    Due,

    /// <summary>After it.</summary>
    After,
}

/// <summary>Who is told.</summary>
/// <param name="Roles">In which roles; one of them is enough.</param>
/// <param name="Jurisdiction">The centre whose people they are; null for the city's own.</param>
/// <param name="Department">The department whose people they are, if it is one.</param>
/// <param name="Collector">The collector, if it is one.</param>
public sealed record Recipient(Roles Roles, string? Jurisdiction, string? Department = null, string? Collector = null)
{
    /// <summary>The centre of a code; the city's own where the code is the city's, which has four digits.</summary>
    public static string? CentreOf(string? code) => code is { Length: > 4 } ? code : null;
}

/// <summary>What is told.</summary>
/// <param name="Kind">What it wants.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Step">The step of the escalation, for a limit.</param>
/// <param name="Phase">Where that step stands to the limit.</param>
public sealed record NoticeSubject(NoticeKind Kind, NoticeTopic Topic, string? Step = null, LimitPhase? Phase = null);

/// <summary>What one event of one case has to tell one recipient.</summary>
/// <param name="Case">The case.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Subject">What is told.</param>
/// <param name="To">Who is told.</param>
/// <param name="Due">When the limit is or was due, for a limit.</param>
public sealed record CaseNotice(CaseId Case, Instant At, NoticeSubject Subject, Recipient To, Instant? Due = null);
