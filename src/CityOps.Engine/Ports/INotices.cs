using CityOps.Domain;
using CityOps.Engine.Notices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>The notices that the feed has made. Thread-safe.</summary>
public interface INotices
{
    /// <summary>A page of notices, newest window first.</summary>
    Task<Page<NoticeRow>> ListAsync(NoticeQuery query, CancellationToken cancel);

    /// <summary>
    /// Notices for single collectors whose window has ended by now and was not yet over at the given time, and which hold more cases
    /// than were sent: oldest first.
    /// </summary>
    Task<IReadOnlyList<NoticeRow>> UnsentAsync(Instant now, Instant notBefore, int limit, CancellationToken cancel);

    /// <summary>Notes that a notice was sent as it is; survives a rebuild of the notices.</summary>
    Task MarkSentAsync(NoticeRow notice, CancellationToken cancel);
}

/// <summary>A notice: what one recipient is told of one or many cases.</summary>
/// <param name="Id">The id; the same for the same events.</param>
/// <param name="Subject">What is told.</param>
/// <param name="To">Who is told.</param>
/// <param name="Count">Of how many cases.</param>
/// <param name="Cases">The first of them, at most ten.</param>
/// <param name="Due">When the first of their limits is or was due, for a limit.</param>
/// <param name="FirstAt">When the first of it was decided.</param>
/// <param name="LastAt">When the last of it was decided.</param>
/// <param name="ClosesAt">The end of its window: until then more cases may come.</param>
public sealed record NoticeRow(
    string Id,
    NoticeSubject Subject,
    Recipient To,
    int Count,
    IReadOnlyList<string> Cases,
    Instant? Due,
    Instant FirstAt,
    Instant LastAt,
    Instant ClosesAt);

/// <summary>What notices to list; every condition that is given holds.</summary>
/// <param name="Viewer">Who looks: a department, a collector or a centre sees its own, and a centre what is below it.</param>
public sealed record NoticeQuery(Actor Viewer)
{
    /// <summary>To this role.</summary>
    public Roles? Role { get; init; }

    /// <summary>To this centre; the city's code for the city's own.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>To this department.</summary>
    public string? Department { get; init; }

    /// <summary>To this collector.</summary>
    public string? Collector { get; init; }

    /// <summary>With news at or after this time.</summary>
    public Instant? From { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }
}
