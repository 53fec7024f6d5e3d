using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What a collector is sent to a case for.</summary>
public enum TaskKind
{
    /// <summary>核实: before filing, whether the problem is there.</summary>
    Verification,

    /// <summary>核查: after handling, whether it is gone.</summary>
    Inspection,
}

/// <summary>What a collector found.</summary>
public enum TaskOutcome
{
    /// <summary>Verification: the problem is there.</summary>
    Confirmed,

    /// <summary>Verification: there is no such problem.</summary>
    NotFound,

    /// <summary>Either: it could not be looked at.</summary>
    Unable,

    /// <summary>Inspection: it is put right.</summary>
    Passed,

    /// <summary>Inspection: it is not.</summary>
    Failed,
}

/// <summary>One verification or inspection of a case.</summary>
/// <param name="Id">The id: case, kind and number.</param>
/// <param name="Kind">What for.</param>
/// <param name="AskedAt">When the centre asked for it.</param>
public sealed record CaseTask(string Id, TaskKind Kind, Instant AskedAt)
{
    /// <summary>The grid that it was offered to; null where a node of before tells of it.</summary>
    public string? Beat { get; init; }

    /// <summary>The collector who has it; null while it waits in the grid.</summary>
    public string? Collector { get; init; }

    /// <summary>When it was not wanted any more; null where that did not happen.</summary>
    public Instant? WithdrawnAt { get; init; }

    /// <summary>What was found; null while it is not answered.</summary>
    public TaskOutcome? Outcome { get; init; }

    /// <summary>When it was answered, by the handset's clock.</summary>
    public Instant? AnsweredAt { get; init; }

    /// <summary>What the collector says.</summary>
    public string? Note { get; init; }

    /// <summary>Evidence: SHA-256 of each photo, in hex.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>Where it was answered, in WGS-84.</summary>
    public GeoPoint? Place { get; init; }

    /// <summary>The id of a case's nth task of a kind: <c>C20260301abcdefghij-v1</c>, <c>…-i2</c>.</summary>
    public static string IdOf(CaseId @case, TaskKind kind, int number) =>
        $"{@case}-{(kind == TaskKind.Verification ? 'v' : 'i')}{number}";

    /// <summary>The case of a task, by its id; false if the text is no task's id.</summary>
    public static bool TryCaseOf(string? task, out CaseId @case)
    {
        @case = default;
        return task?.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash && CaseId.TryParse(task[..dash], out @case);
    }

    /// <summary>True if the kind of task can end so.</summary>
    public static bool Fits(TaskKind kind, TaskOutcome outcome) => (kind, outcome) switch
    {
        (_, TaskOutcome.Unable) => true,
        (TaskKind.Verification, TaskOutcome.Confirmed or TaskOutcome.NotFound) => true,
        (TaskKind.Inspection, TaskOutcome.Passed or TaskOutcome.Failed) => true,
        _ => false,
    };
}
