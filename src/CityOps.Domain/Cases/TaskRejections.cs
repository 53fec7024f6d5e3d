namespace CityOps.Domain.Cases;

/// <summary>Every reason for which an answer to a task is refused. The codes are part of the contract.</summary>
public static class TaskRejections
{
    /// <summary>The case has no such task.</summary>
    public static Rejection NotFound { get; } = new(RejectionKind.NotFound, "task.notFound", "There is no such task.", "task");

    /// <summary>The task was answered, or is not wanted any more.</summary>
    public static Rejection Over { get; } =
        new(RejectionKind.Conflict, "task.over", "The task was answered before, or is not wanted any more.", "task");

    /// <summary>Another collector has the task, or nobody has it just now.</summary>
    public static Rejection OthersTask { get; } =
        new(RejectionKind.Forbidden, "task.othersTask", "The task is not in this collector's hands.", "task");

    /// <summary>The kind of task cannot end so.</summary>
    public static Rejection WrongOutcome(TaskKind kind) => new(
        RejectionKind.Invalid, "task.wrongOutcome",
        kind == TaskKind.Verification
            ? "A verification ends as confirmed, notFound or unable."
            : "An inspection ends as passed, failed or unable.",
        "outcome");
}
