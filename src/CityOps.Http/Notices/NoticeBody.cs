using CityOps.Domain.City;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Notices;

/// <summary>A notice.</summary>
/// <param name="Id">The id; it stays while the notice grows.</param>
/// <param name="Kind">What it wants of its recipient.</param>
/// <param name="Topic">What it is about: the limit of a stage, a case, or a request.</param>
/// <param name="Step">The step of the escalation, for a limit.</param>
/// <param name="Phase">Where that step stands to the limit.</param>
/// <param name="Roles">Who is told; one of the roles is enough.</param>
/// <param name="Jurisdiction">The centre whose people they are; null for the city's own.</param>
/// <param name="Department">The department whose people they are.</param>
/// <param name="Collector">The collector.</param>
/// <param name="Count">Of how many cases.</param>
/// <param name="Cases">The first of them, at most ten.</param>
/// <param name="DueAt">When the first of their limits is or was due, for a limit.</param>
/// <param name="FirstAt">When the first of it came.</param>
/// <param name="LastAt">When the last of it came.</param>
/// <param name="ClosesAt">Until then more cases may come to it.</param>
/// <param name="Text">The notice in words.</param>
internal sealed record NoticeBody(
    string Id,
    NoticeKind Kind,
    NoticeTopic Topic,
    string? Step,
    LimitPhase? Phase,
    IReadOnlyList<string> Roles,
    string? Jurisdiction,
    string? Department,
    string? Collector,
    int Count,
    IReadOnlyList<string> Cases,
    Instant? DueAt,
    Instant FirstAt,
    Instant LastAt,
    Instant ClosesAt,
    Name Text)
{
    public static NoticeBody From(NoticeRow row, DateTimeZone zone) => new(
        row.Id,
        row.Subject.Kind,
        row.Subject.Topic,
        row.Subject.Step,
        row.Subject.Phase,
        NoticeFilter.WordsOf(row.To.Roles),
        row.To.Jurisdiction,
        row.To.Department,
        row.To.Collector,
        row.Count,
        row.Cases,
        row.Due,
        row.FirstAt,
        row.LastAt,
        row.ClosesAt,
        NoticeText.Of(row, zone));
}
