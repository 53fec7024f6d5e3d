namespace CityOps.Domain.Cases;

/// <summary>What comes to a case from collectors, its grid and other cases.</summary>
internal static class CaseNews
{
    public static Decision<CaseEvent> Decide(KnownCase state, CaseCommand command, Stamp stamp) => command switch
    {
        AnswerTask c => Answer(state, c, stamp),

        // The grid tells of what it gave; by then the task may be answered, and the news is old.
        NoteTaskGiven c => state.File.PendingTask is { } task && task.Id == c.Task && IsWaiting(state) && task.Collector != c.Collector
            ? Accept(new TaskGiven(c.Case, stamp, c.Task, c.Collector))
            : Decision<CaseEvent>.Accept(),
        NoteSimilar c => state.Stage.IsOpen() && c.Cases.Except(state.File.Similar).Any()
            ? Accept(new SimilarFound(c.Case, stamp, c.Cases))
            : Decision<CaseEvent>.Accept(),

        NoteDuplicate c when state is Merged both && IsTakenUpAgain(both, c.Duplicate) =>
            Accept(new DuplicateCounted(c.Case, stamp, c.Duplicate), Undone(both, stamp)),

        // What was open when a merge looked may be closed when it learns of it.
        NoteDuplicate c => state.Stage.IsOpen()
            ? Accept(new DuplicateCounted(c.Case, stamp, c.Duplicate))
            : Accept(new DuplicateDeclined(c.Case, stamp, c.Duplicate)),
        NoteMergeDeclined c => state is Merged merged && merged.Into == c.Into
            ? Accept(Undone(merged, stamp))
            : Decision<CaseEvent>.Accept(),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no rule."),
    };

    /// <summary>
    /// Of two cases that were merged into each other the one with the lesser id goes on for the other. It does not wait for that one to
    /// decline it, which may have been open yet when it heard of the merge, and have counted it.
    /// </summary>
    private static bool IsTakenUpAgain(Merged state, CaseId duplicate) =>
        state.Into == duplicate && string.CompareOrdinal(state.File.Id.Value, duplicate.Value) < 0;

    private static MergeUndone Undone(Merged state, Stamp stamp)
    {
        var report = state.File.Report;
        var (kind, category) = state.Filing is { } filing ? (filing.Kind, filing.Category) : (report.Kind, report.Category);
        return new MergeUndone(
            state.File.Id, stamp, state.Into, state.Filing is null ? Stage.Reported : Stage.Filed,
            new GridEntry(report.Beat, report.UnitGrid, kind, category, report.Place, state.File.ReportedAt));
    }

    private static Decision<CaseEvent> Answer(KnownCase state, AnswerTask command, Stamp stamp)
    {
        if (state.File.Tasks.FirstOrDefault(t => t.Id == command.Task) is not { } task)
        {
            return Decision<CaseEvent>.Reject(TaskRejections.NotFound);
        }

        var reason = task != state.File.PendingTask || !IsWaiting(state) ? TaskRejections.Over
            : task.Collector != stamp.By.Id ? TaskRejections.OthersTask
            : !CaseTask.Fits(task.Kind, command.Outcome) ? TaskRejections.WrongOutcome(task.Kind)
            : null;
        return reason is null
            ? Accept(new TaskAnswered(
                command.Case, stamp, BeatOf(task, state), command.Task, task.Kind, command.Outcome, command.Note, command.Photos,
                command.Place))
            : Decision<CaseEvent>.Reject(reason);
    }

    /// <summary>A case that goes on without the answer to its task says so, whichever act led there.</summary>
    public static IReadOnlyList<CaseEvent> WithVoidTask(Case before, IReadOnlyList<CaseEvent> events, KnownCase after) =>
        before is not KnownCase { File.PendingTask: { } task } known
        || events.OfType<TaskAnswered>().Any()
        || (IsWaiting(after) && after.File.PendingTask?.Id == task.Id)
            ? events
            : [.. events.SkipLast(1), events[^1] with { Void = new VoidTask(BeatOf(task, known), task.Id) }];

    /// <summary>The grid that has the task, which need not be the one that has the case.</summary>
    private static string BeatOf(CaseTask task, KnownCase state) => task.Beat ?? state.File.Report.Beat;

    private static bool IsWaiting(KnownCase state) => state is Verifying or Inspecting;

    private static Decision<CaseEvent> Accept(params IReadOnlyList<CaseEvent> events) => Decision<CaseEvent>.Accept(events);
}
