namespace CityOps.Storage.Journal;

/// <summary>
/// Finds two actors that wrote as one entity at the same time: a fault to be seen, not to be repaired silently. Akka's replay
/// filter does this with an actor for each recovery, which is a quarter of what a recovery costs.
/// </summary>
internal static class Writers
{
    /// <summary>Each writer's events must follow one another: one that was followed by another must not come again.</summary>
    /// <exception cref="StorageException">One came again.</exception>
    public static void MustTakeTurns(IReadOnlyList<JournalRow> rows)
    {
        HashSet<string>? past = null;
        for (var i = 1; i < rows.Count; i++)
        {
            if (rows[i].Writer == rows[i - 1].Writer)
            {
                continue;
            }

            (past ??= []).Add(rows[i - 1].Writer);
            if (past.Contains(rows[i].Writer))
            {
                throw new StorageException(
                    $"Two actors have written {rows[i].PersistenceId} at once: event {rows[i].Sequence} is by one that another had followed.");
            }
        }
    }
}
