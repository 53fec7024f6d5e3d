using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Http.Problems;

namespace CityOps.Http.Cases;

/// <summary>The body of an act.</summary>
internal interface IActRequest
{
    /// <summary>Unique for the caller; the same one twice changes nothing. The header comes first.</summary>
    string? CommandId { get; }

    /// <summary>Notes what is wrong.</summary>
    void Check(Faults faults);

    /// <summary>The command, of a request without faults.</summary>
    CaseActCommand ToCommand(CaseId @case, Origin origin);
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

    public CaseActCommand ToCommand(CaseId @case, Origin origin) =>
        new FileCase(@case, origin, Kind, Category, Condition);
}

/// <summary>派遣.</summary>
internal sealed record DispatchRequest(string? Department, string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
        faults.Require("department", Department);
        faults.Identify("department", Department);
    }

    public CaseActCommand ToCommand(CaseId @case, Origin origin) =>
        new DispatchCase(@case, origin, Department ?? string.Empty);
}

/// <summary>The department takes the case on.</summary>
internal sealed record AcceptRequest(string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
    }

    public CaseActCommand ToCommand(CaseId @case, Origin origin) => new AcceptCase(@case, origin);
}

/// <summary>处置反馈.</summary>
internal sealed record HandledRequest(string? Note, IReadOnlyList<string>? Photos, string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
        faults.Bound("note", Note, 4000);
        faults.Evidence("photos", Photos);
    }

    public CaseActCommand ToCommand(CaseId @case, Origin origin) =>
        new ReportHandled(@case, origin, Note, Photos ?? []);
}

/// <summary>核查.</summary>
internal sealed record InspectRequest(string? CommandId) : IActRequest
{
    public void Check(Faults faults)
    {
    }

    public CaseActCommand ToCommand(CaseId @case, Origin origin) => new InspectCase(@case, origin);
}

/// <summary>结案.</summary>
internal sealed record CloseRequest(string? Note, string? CommandId) : IActRequest
{
    public void Check(Faults faults) => faults.Bound("note", Note, 4000);

    public CaseActCommand ToCommand(CaseId @case, Origin origin) => new CloseCase(@case, origin, Note);
}
