using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Http.Problems;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>The body of an act.</summary>
internal interface IActRequest
{
    /// <summary>Unique for the caller; the same one twice changes nothing. The header comes first.</summary>
    string? CommandId { get; }

    /// <summary>Notes what is wrong.</summary>
    void Check(Faults faults);
}

/// <summary>An act that needs nothing.</summary>
internal sealed record EmptyRequest(string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
    }
}

/// <summary>An act with a note, if one is given.</summary>
internal sealed record NoteRequest(string? Note, string? CommandId) : IActRequest
{
    public void Check(Faults faults) => faults.Words("note", Note);
}

/// <summary>An act that needs a reason.</summary>
internal sealed record ReasonRequest(string? Reason, string? CommandId) : IActRequest
{
    internal string Text => Reason ?? string.Empty;

    public void Check(Faults faults) => faults.Reason(Reason);
}

/// <summary>立案. What is missing is taken from the report.</summary>
internal sealed record FileRequest(CategoryKind? Kind, string? Category, string? Condition, string? CommandId)
    : IActRequest
{
    public void Check(Faults faults)
    {
        faults.Bound("category", Category, 64);
        faults.Bound("condition", Condition, 64);
    }
}

/// <summary>更正. What is missing stays; lon and lat go together.</summary>
internal sealed record CorrectRequest(
    CategoryKind? Kind, string? Category, string? Condition, double? Lon, double? Lat, Datum? Datum, string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
        faults.Bound("category", Category, 64);
        faults.Bound("condition", Condition, 64);
        if ((Lon is null) != (Lat is null))
        {
            faults.Add(Lon is null ? "lon" : "lat", "A place has both coordinates.");
        }

        if (this is { Kind: null, Category: null, Condition: null, Lon: null })
        {
            faults.Add("category", "Nothing is set right: give category, condition or a place.");
        }
    }
}

/// <summary>并案.</summary>
internal sealed record MergeRequest(string? Into, string? Note, string? CommandId) : IActRequest
{
    internal CaseId Target => CaseId.TryParse(Into, out var id) ? id : default;

    public void Check(Faults faults)
    {
        faults.Words("note", Note);
        if (faults.Require("into", Into) && !CaseId.TryParse(Into, out _))
        {
            faults.Add("into", "It is no case id.");
        }
    }
}

/// <summary>派遣. One of department and centre.</summary>
internal sealed record DispatchRequest(string? Department, string? Centre, string? Note, string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
        faults.Identify("department", Department);
        faults.Identify("centre", Centre);
        faults.Words("note", Note);
    }
}

/// <summary>An act that names a department.</summary>
internal sealed record DepartmentRequest(string? Department, string? Note, string? CommandId) : IActRequest
{
    internal string Id => Department ?? string.Empty;

    public void Check(Faults faults)
    {
        faults.Require("department", Department);
        faults.Identify("department", Department);
        faults.Words("note", Note);
    }
}

/// <summary>延期申请. The amount is in units of the limit; all of the limit where it is left out.</summary>
internal sealed record ExtendRequest(decimal? Amount, string? Reason, string? CommandId) : IActRequest
{
    internal string Text => Reason ?? string.Empty;

    public void Check(Faults faults) => faults.Reason(Reason);
}

/// <summary>挂账申请.</summary>
internal sealed record SuspendRequest(Instant? Until, string? Reason, string? CommandId) : IActRequest
{
    internal string Text => Reason ?? string.Empty;

    internal Instant End => Until ?? default;

    public void Check(Faults faults)
    {
        faults.Require("until", Until);
        faults.Reason(Reason);
    }
}

/// <summary>处置反馈.</summary>
internal sealed record HandledRequest(string? Note, IReadOnlyList<string>? Photos, string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
        faults.Words("note", Note);
        faults.Evidence("photos", Photos);
    }
}

/// <summary>结案.</summary>
internal sealed record CloseRequest(string? Note, bool? Forced, string? CommandId) : IActRequest
{
    public void Check(Faults faults) => faults.Words("note", Note);
}

/// <summary>申诉裁定.</summary>
internal sealed record RuleAppealRequest(bool? Upheld, string? Reason, string? CommandId) : IActRequest
{
    internal string Text => Reason ?? string.Empty;

    public void Check(Faults faults)
    {
        faults.Require("upheld", Upheld);
        faults.Reason(Reason);
    }
}

/// <summary>回访.</summary>
internal sealed record FollowUpRequest(Satisfaction? Satisfaction, string? Note, string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
        faults.Require("satisfaction", Satisfaction);
        faults.Words("note", Note);
    }
}
