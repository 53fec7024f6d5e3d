using CityOps.Domain.Catalog;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>案件: one reported problem. Its stages are types, so that each has what it needs and nothing else.</summary>
public abstract record Case;

/// <summary>Nothing is known under this id.</summary>
public sealed record Unreported : Case;

/// <summary>A case that exists.</summary>
public abstract record KnownCase(CaseFile File, Stage Stage) : Case;

/// <summary>Reported; waits for the shift lead.</summary>
public sealed record Reported(CaseFile File) : KnownCase(File, Stage.Reported);

/// <summary>A collector goes and looks before it is filed; the task is the file's last.</summary>
public sealed record Verifying(CaseFile File) : KnownCase(File, Stage.Verifying);

/// <summary>A case that was filed, and so has a category and a limit that count.</summary>
public abstract record FiledCase(CaseFile File, Stage Stage, Filing Filing) : KnownCase(File, Stage);

/// <summary>Filed; waits for the dispatcher of the centre in charge.</summary>
public sealed record Filed(CaseFile File, Filing Filing) : FiledCase(File, Stage.Filed, Filing);

/// <summary>A case that was sent to a department.</summary>
public abstract record AssignedCase(CaseFile File, Stage Stage, Filing Filing, Assignment Assignment)
    : FiledCase(File, Stage, Filing);

/// <summary>Sent; waits for the department to take it on.</summary>
public sealed record Dispatched(CaseFile File, Filing Filing, Assignment Assignment)
    : AssignedCase(File, Stage.Dispatched, Filing, Assignment);

/// <summary>Sent back by the department; waits for the dispatcher's ruling.</summary>
/// <param name="File">The file.</param>
/// <param name="Filing">What filing fixed.</param>
/// <param name="Assignment">The department that sent it back.</param>
/// <param name="ReturnedBy">Who sent it back, and so does not decide on it.</param>
public sealed record Returned(CaseFile File, Filing Filing, Assignment Assignment, Actor ReturnedBy)
    : AssignedCase(File, Stage.Returned, Filing, Assignment);

/// <summary>Who is responsible is disputed; waits for the centre above.</summary>
/// <param name="File">The file.</param>
/// <param name="Filing">What filing fixed.</param>
/// <param name="Assignment">The department that has it meanwhile.</param>
/// <param name="RaisedBy">Who raised the dispute, and so does not rule it.</param>
public sealed record Disputed(CaseFile File, Filing Filing, Assignment Assignment, Actor RaisedBy)
    : AssignedCase(File, Stage.Disputed, Filing, Assignment);

/// <summary>In the department's hands.</summary>
/// <param name="File">The file.</param>
/// <param name="Filing">What filing fixed.</param>
/// <param name="Assignment">The department that has it.</param>
/// <param name="Request">What it has asked for and is not decided; at most one thing at a time.</param>
public sealed record Handling(CaseFile File, Filing Filing, Assignment Assignment, HandlingRequest? Request = null)
    : AssignedCase(File, Stage.Handling, Filing, Assignment);

/// <summary>Handling rests until the date, or until it is resumed.</summary>
public sealed record Suspended(CaseFile File, Filing Filing, Assignment Assignment, Instant Until)
    : AssignedCase(File, Stage.Suspended, Filing, Assignment);

/// <summary>Reported back as done; waits for the inspection.</summary>
public sealed record Handled(CaseFile File, Filing Filing, Assignment Assignment)
    : AssignedCase(File, Stage.Handled, Filing, Assignment);

/// <summary>The result is being looked at; the task is the file's last.</summary>
public sealed record Inspecting(CaseFile File, Filing Filing, Assignment Assignment)
    : AssignedCase(File, Stage.Inspecting, Filing, Assignment);

/// <summary>Closed after it was handled.</summary>
/// <param name="File">The file.</param>
/// <param name="Filing">What filing fixed.</param>
/// <param name="Assignment">The department that had it.</param>
/// <param name="ClosedAt">When.</param>
/// <param name="Forced">True if a leader closed it without a passed inspection.</param>
/// <param name="HandledLate">True if the handling clock had run past its limit.</param>
public sealed record Closed(
    CaseFile File, Filing Filing, Assignment Assignment, Instant ClosedAt, bool Forced, bool HandledLate)
    : AssignedCase(File, Stage.Closed, Filing, Assignment);

/// <summary>自行处置: the collector who reported it put it right on the spot.</summary>
public sealed record SelfHandled(CaseFile File, Instant ClosedAt) : KnownCase(File, Stage.Closed);

/// <summary>Not filed, with a reason.</summary>
public sealed record Refused(CaseFile File, string Reason) : KnownCase(File, Stage.Refused);

/// <summary>Voided, with a reason.</summary>
public sealed record Cancelled(CaseFile File, string Reason) : KnownCase(File, Stage.Cancelled);

/// <summary>Merged into another case, which goes on for both.</summary>
/// <param name="File">The file.</param>
/// <param name="Into">The case that goes on.</param>
/// <param name="Filing">What filing fixed; null where it was merged before that.</param>
public sealed record Merged(CaseFile File, CaseId Into, Filing? Filing = null) : KnownCase(File, Stage.Merged);
