using System.Text.Json;
using Akka.Persistence;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Journal;
using static CityOps.Storage.Tests.Journal.JournalRun;

namespace CityOps.Storage.Tests.Journal;

/// <summary>What the journal promises on every database. A derived class says which.</summary>
public abstract class JournalContract : IAsyncLifetime
{
    private JournalRun? _run;
    private GatedDatabase? _database;

    private JournalRun Run => _run ?? throw new InvalidOperationException("Not started.");

    private GatedDatabase Database => _database ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        if (await CreateAsync() is { } database)
        {
            _database = new GatedDatabase(database);
            _run = await StartAsync(_database);
        }
    }

    public async Task DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task What_was_written_is_replayed_as_it_was()
    {
        Start();
        await Run.WriteAsync(Write("case-1", 1, Event(1), Event(2)));

        var (events, highest) = await Run.ReplayAsync("case-1");

        Assert.Equal([Event(1), Event(2)], events.Select(e => e.Payload));
        Assert.Equal([1, 2], events.Select(e => e.SequenceNr));
        Assert.All(events, e => Assert.Equal("writer-1", e.WriterGuid));
        Assert.All(events, e => Assert.Equal(Clock.GetUtcNow().Ticks, e.Timestamp));
        Assert.Equal(2, highest);
    }

    [SkippableTheory]
    [InlineData(1, long.MaxValue, long.MaxValue, new long[] { 1, 2, 3, 4, 5 })]
    [InlineData(3, long.MaxValue, long.MaxValue, new long[] { 3, 4, 5 })]
    [InlineData(1, 3, long.MaxValue, new long[] { 1, 2, 3 })]
    [InlineData(2, 4, 2, new long[] { 2, 3 })]
    [InlineData(5, 5, 9, new long[] { 5 })]
    [InlineData(6, long.MaxValue, 9, new long[0])]
    public async Task A_replay_keeps_to_its_bounds(long from, long to, long most, long[] expected)
    {
        Start();
        await Run.FillAsync("case-1", 1, 5);
        await Run.FillAsync("case-2", 1, 7);

        var (events, highest) = await Run.ReplayAsync("case-1", from, to, most);

        Assert.Equal(expected, events.Select(e => e.SequenceNr));
        Assert.Equal(from > 5 ? 0 : 5, highest);
    }

    [SkippableFact]
    public async Task Actors_that_follow_one_another_are_replayed_and_two_at_once_are_a_fault()
    {
        Start();
        await Run.WriteAsync(WriteBy("first", "case-1", 1, Event(1), Event(2)), WriteBy("second", "case-1", 3, Event(3)));
        Assert.Equal(3, (await Run.ReplayAsync("case-1")).Events.Count);

        await Run.WriteAsync(WriteBy("first", "case-1", 4, Event(4)));

        var fault = await Assert.ThrowsAsync<StorageException>(() => Run.ReplayAsync("case-1"));
        Assert.Contains("case-1", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_answer_waits_for_the_commit_and_a_recovery_for_the_answer()
    {
        Start();
        Database.Close();
        var written = Run.WriteAsync(Write("case-1", 1, Event(1)));
        await Eventually.Holds(() => Database.Batches == 1);
        var replayed = Run.ReplayAsync("case-1");

        Assert.Equal(0, (await Run.ReplayAsync("case-2")).Highest);
        Assert.Empty(await JournalledAsync());
        Assert.False(written.IsCompleted);
        Assert.False(replayed.IsCompleted);
        Database.Open();

        Assert.IsType<WriteMessageSuccess>(Assert.Single(await written));
        Assert.Equal(1, (await replayed).Highest);
        Assert.Single(await JournalledAsync());
    }

    [SkippableFact]
    public async Task What_waits_while_one_commit_runs_is_one_commit()
    {
        Start();
        var written = await BehindGateAsync(
            [.. Enumerable.Range(1, 50).Select(i => Write($"case-{i}", 1, Event(i)))]);

        Assert.All(written, answers => Assert.IsType<WriteMessageSuccess>(Assert.Single(answers)));
        Assert.Equal(2, Database.Batches);
        Assert.Equal(51, (await JournalledAsync()).Count);
    }

    [SkippableFact]
    public async Task A_taken_number_fails_its_own_actor_alone_and_overwrites_nothing()
    {
        Start();
        await Run.FillAsync("case-2", 1, 3);

        var written = await BehindGateAsync(
            Write("case-1", 1, Event(1)), Write("case-2", 2, Event(99), Event(98), Event(97)), Write("case-3", 1, Event(1)));

        Assert.IsType<WriteMessageSuccess>(Assert.Single(written[0]));
        Assert.All(written[1], a => Assert.IsType<WriteMessageFailure>(a));
        Assert.IsType<WriteMessageSuccess>(Assert.Single(written[2]));
        Assert.Equal([Event(1), Event(2), Event(3)], (await Run.ReplayAsync("case-2")).Events.Select(e => e.Payload));
    }

    [SkippableFact]
    public async Task The_events_of_one_command_are_written_all_or_none()
    {
        Start();
        await Run.FillAsync("case-1", 3, 3);

        var answers = await Run.WriteAsync(Write("case-1", 1, Event(1), Event(2), Event(3)));

        Assert.Equal(3, answers.Count);
        Assert.All(answers, a => Assert.IsType<WriteMessageFailure>(a));
        Assert.Equal([3], (await Run.ReplayAsync("case-1")).Events.Select(e => e.SequenceNr));
    }

    [SkippableFact]
    public async Task An_event_without_a_name_is_refused_with_what_follows_it_and_nothing_else()
    {
        Start();
        var nameless = new Nameless(Event(2).Case, Event(2).Stamp);

        var answers = await Run.WriteAsync(
            Write("case-1", 1, Event(1)), Write("case-1", 2, nameless), Write("case-1", 3, Event(3)));

        Assert.Collection(
            answers,
            a => Assert.IsType<WriteMessageSuccess>(a),
            a => Assert.IsType<ArgumentException>(Assert.IsType<WriteMessageRejected>(a).Cause),
            a => Assert.IsType<WriteMessageRejected>(a));
        var (events, highest) = await Run.ReplayAsync("case-1");
        Assert.Equal([1], events.Select(e => e.SequenceNr));
        Assert.Equal(1, highest);
    }

    [SkippableFact]
    public async Task A_database_that_is_down_fails_the_writes_and_takes_them_when_it_is_back()
    {
        Start();
        await Run.FillAsync("case-1", 1, 1);
        Database.IsDown = true;
        Assert.IsType<WriteMessageFailure>(Assert.Single(await Run.WriteAsync(Write("case-1", 2, Event(2)))));
        Assert.IsType<WriteMessageFailure>(Assert.Single(await Run.WriteAsync(Write("case-2", 1, Event(2)))));
        Database.IsDown = false;

        await Run.FillAsync("case-1", 2, 2);

        Assert.Equal(2, (await Run.ReplayAsync("case-1")).Highest);
        Assert.Equal(0, (await Run.ReplayAsync("case-2")).Highest);
    }

    [SkippableFact]
    public async Task A_number_is_not_given_out_again_after_deletion()
    {
        Start();
        await Run.FillAsync("case-1", 1, 5);
        await Run.FillAsync("case-2", 1, 2);

        await Run.DeleteAsync("case-1", 3);
        Assert.Equal([4, 5], (await Run.ReplayAsync("case-1")).Events.Select(e => e.SequenceNr));
        await Run.DeleteAsync("case-1", long.MaxValue);

        var (events, highest) = await Run.ReplayAsync("case-1");
        Assert.Empty(events);
        Assert.Equal(5, highest);
        Assert.Equal(2, (await Run.ReplayAsync("case-2")).Events.Count);
    }

    [SkippableFact]
    public async Task Writers_at_once_lose_nothing_and_each_keeps_its_order()
    {
        Start();
        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Run.FillAsync($"case-{i}", 1, 10)));

        var journalled = await JournalledAsync();

        Assert.Equal(1_000, journalled.Count);
        Assert.All(journalled.GroupBy(e => e.PersistenceId), own => Assert.Equal(Enumerable.Range(1, 10), own.Select(e => (int)e.Sequence)));
    }

    [SkippableFact]
    public async Task The_newest_state_is_given_as_it_was_kept_until_it_is_deleted()
    {
        Start();
        await KeepAsync(500, Event(1));
        await KeepAsync(1_000, Event(2));
        await KeepAsync(1_000, Event(3));
        Assert.Equal(Event(3), await StateAsync(long.MaxValue));
        Assert.Equal(Event(1), await StateAsync(999));

        var deleted = await Run.AskStatesAsync(new DeleteSnapshots("grid-1", new SnapshotSelectionCriteria(999)));

        Assert.IsType<DeleteSnapshotsSuccess>(deleted);
        Assert.Null(await StateAsync(999));
        Assert.Equal(Event(3), await StateAsync(long.MaxValue));
    }

    [SkippableFact]
    public async Task The_events_of_one_entity_are_read_for_themselves()
    {
        Start();
        await Run.FillAsync("case-1", 1, 4);
        await Run.FillAsync("case-2", 1, 4);

        using var reader = new JournalReader(Database);

        Assert.Equal([2, 3], (await reader.OfEntityAsync("case-1", 2, 3, default)).Select(e => e.Sequence));
    }

    [SkippableFact]
    public async Task An_event_that_cannot_be_read_stops_who_reads_at_it_and_not_before_it()
    {
        Start();
        await Run.FillAsync("case-1", 1, 3);
        using (var connection = await Database.OpenAsync(default))
        {
            connection.Execute("UPDATE journal SET manifest = 'of-tomorrow/1' WHERE sequence_number = 3");
        }

        using var reader = new JournalReader(Database);
        var read = await reader.AfterAsync(0, 10, default);

        Assert.Equal([1, 2], read.Select(e => e.Sequence));
        Assert.Equal([2], (await reader.AfterAsync(read[0].Ordering, 10, default)).Select(e => e.Sequence));
        await Assert.ThrowsAsync<JsonException>(() => reader.AfterAsync(read[1].Ordering, 10, default));
    }

    /// <summary>The database, empty and with the table; null where it is not on this machine.</summary>
    private protected abstract Task<JournalDatabase?> CreateAsync();

    private protected async Task<IReadOnlyList<JournalledEvent>> JournalledAsync()
    {
        using var reader = new JournalReader(Database);
        return await reader.AfterAsync(0, 10_000, default);
    }

    /// <summary>Gets all the writes into the commit after one that is held.</summary>
    private protected async Task<IReadOnlyList<object>[]> BehindGateAsync(params AtomicWrite[] writes)
    {
        var before = Database.Batches;
        Database.Close();
        var first = Run.WriteAsync(Write("case-gate", 1, Event(0)));
        await Eventually.Holds(() => Database.Batches == before + 1);
        var behind = Task.WhenAll(writes.Select(w => Run.WriteAsync(w)));

        // The journal takes messages in turn: when it answers this, it has all of them.
        await Run.ReplayAsync("case-none");
        Database.Open();
        await first;
        return await behind;
    }

    private async Task KeepAsync(long sequence, CaseEvent state) => Assert.IsType<SaveSnapshotSuccess>(
        await Run.AskStatesAsync(new SaveSnapshot(new SnapshotMetadata("grid-1", sequence, Clock.GetUtcNow().UtcDateTime), state)));

    private async Task<object?> StateAsync(long upTo) => Assert.IsType<LoadSnapshotResult>(
        await Run.AskStatesAsync(new LoadSnapshot("grid-1", SnapshotSelectionCriteria.Latest, upTo))).Snapshot?.Snapshot;

    private protected void Start() => Skip.If(_run is null, "PostgreSQL's server is not installed.");

    private sealed record Nameless(CaseId Case, Domain.Stamp Stamp) : CaseEvent(Case, Stamp);
}
