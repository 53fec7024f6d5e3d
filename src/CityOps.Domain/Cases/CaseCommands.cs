using CityOps.Domain.Catalog;

namespace CityOps.Domain.Cases;

/// <summary>What someone wants done with a case.</summary>
public abstract record CaseCommand(CaseId Case, Origin Origin);

/// <summary>上报: a report comes in.</summary>
public sealed record ReportCase(CaseId Case, Origin Origin, Report Report) : CaseCommand(Case, Origin);

/// <summary>One of the acts of the workflow on a case that is known.</summary>
public abstract record CaseActCommand(CaseId Case, Origin Origin, CaseAct Act) : CaseCommand(Case, Origin);

/// <summary>立案. The category may be set right; the condition fixes the time limit.</summary>
public sealed record FileCase(CaseId Case, Origin Origin, CategoryKind? Kind, string? Category, string? Condition)
    : CaseActCommand(Case, Origin, CaseAct.File);

/// <summary>派遣: sends the case to a department.</summary>
public sealed record DispatchCase(CaseId Case, Origin Origin, string Department)
    : CaseActCommand(Case, Origin, CaseAct.Dispatch);

/// <summary>The department takes the case on.</summary>
public sealed record AcceptCase(CaseId Case, Origin Origin) : CaseActCommand(Case, Origin, CaseAct.Accept);

/// <summary>处置反馈: the department reports that it is done.</summary>
public sealed record ReportHandled(CaseId Case, Origin Origin, string? Note, IReadOnlyList<string> Photos)
    : CaseActCommand(Case, Origin, CaseAct.Handled);

/// <summary>核查: the centre has the result looked at.</summary>
public sealed record InspectCase(CaseId Case, Origin Origin) : CaseActCommand(Case, Origin, CaseAct.Inspect);

/// <summary>结案.</summary>
public sealed record CloseCase(CaseId Case, Origin Origin, string? Note) : CaseActCommand(Case, Origin, CaseAct.Close);
