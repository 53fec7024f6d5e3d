using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Persistence;
using Akka.Persistence.Journal;
using CityOps.Engine;

namespace CityOps.Storage.Journal;

/// <summary>
/// The actors' journal: writes by group commit into the table of Akka.Persistence.Sql, and answers after the commit. Found by
/// its name in <see cref="JournalHocon"/>.
/// </summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which disposes of the fields.
internal sealed class GroupCommitJournal : AsyncWriteJournal
#pragma warning restore CA1001
{
    private readonly RowSerializer _rows;
    private readonly TimeProvider _clock;
    private readonly JournalSessions _sessions;
    private readonly GroupCommit _commits;

    public GroupCommitJournal()
    {
        var services = DependencyResolver.For(Context.System).Resolver;
        var database = services.GetService<JournalDatabase>();
        _clock = services.GetService<TimeProvider>();
        _rows = new RowSerializer(Context.System.Serialization);
        _sessions = new JournalSessions(database);
        _commits = new GroupCommit(database, services.GetService<JournalMetrics>());
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        var rows = await _sessions.UseAsync(
            journal => journal.Events(persistenceId, fromSequenceNr, toSequenceNr, max), CancellationToken.None);
        Writers.MustTakeTurns(rows);
        rows.ForEach(row => recoveryCallback(_rows.Read(row)));
    }

    public override async Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // An actor that restarts asks while its last write may still be on its way: its number must not be given out again.
        await _commits.SettledAsync(persistenceId);
        return await _sessions.UseAsync(journal => journal.Highest(persistenceId, fromSequenceNr), cancellationToken);
    }

    protected override async Task<IImmutableList<Exception?>?> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var batch = _rows.Write(messages, _clock.GetUtcNow().Ticks);
        if (batch.Rows.Count > 0)
        {
            using var writing = EngineTracing.Journal(batch.Rows[0].PersistenceId, batch.Rows.Count);
            await _commits.AppendAsync(batch.Rows);
            writing?.SetStatus(ActivityStatusCode.Ok);
        }

        return batch.Refusals;
    }

    protected override async Task DeleteMessagesToAsync(
        string persistenceId, long toSequenceNr, CancellationToken cancellationToken)
    {
        await _commits.SettledAsync(persistenceId);
        await _sessions.UseAsync(
            journal =>
            {
                journal.Delete(persistenceId, toSequenceNr);
                return true;
            },
            cancellationToken);
    }

    protected override void PostStop()
    {
        base.PostStop();
        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        await _commits.DisposeAsync();
        _sessions.Dispose();
    }
}
