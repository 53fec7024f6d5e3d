using System.Diagnostics.Metrics;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Feeds;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Journal;
using CityOps.Storage.Tests.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityOps.Storage.Tests.Feeds;

/// <summary>
/// Of two that write at once, the first to begin ends last: a feed must not pass over what it had begun with. A real journal under a real
/// feed; with SQLite the second waits for the first, with PostgreSQL it has a later number and is there before.
/// </summary>
public class SlowWriterTests : IDisposable
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(2);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Recorded _feed = new();
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _lists;
    private readonly JournalDatabase _journal;
    private readonly JournalReader _reader;
    private readonly FeedRunner _runner;

    public SlowWriterTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected SlowWriterTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _lists = new ReadModelWriter(_data);
        _journal = JournalDatabase.Of(_data);
        _reader = new JournalReader(_journal);
        _runner = new FeedRunner(
            _feed, 0, _reader, new FeedStore(_data, _lists, [], TimeProvider.System), TimeProvider.System,
            new EngineMetrics(_services.GetRequiredService<IMeterFactory>(), new FixBooks(TimeProvider.System)), NullLogger.Instance);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _lists.Dispose();
        _data.Dispose();
        _services.Dispose();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_committed_after_two_seconds_comes_once_and_before_what_has_a_later_number(bool commits)
    {
        await WriteAsync("case-0", 1);
        await using var connection = await _journal.OpenAsync(default);
        await using var transaction = await connection.BeginTransactionAsync();
        await _journal.PrepareInsert(connection).ExecuteAsync(transaction, [Row("case-slow", 1)]);
        var fast = WriteAsync("case-fast", 1);

        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < Held;)
        {
            await _runner.StepAsync(default);
        }

        Assert.Equal(["case-0"], _feed.Reacted);
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
        await fast;
        string[] expected = commits ? ["case-0", "case-slow", "case-fast"] : ["case-0", "case-fast"];
        await Eventually.Is(
            async () =>
            {
                await _runner.StepAsync(default);
                return _feed.Reacted.Count;
            },
            reacted => reacted >= expected.Length);
        await _runner.StepAsync(default);

        Assert.Equal(expected, _feed.Reacted);
    }

    private Task WriteAsync(string id, long sequence) => Task.Run(async () =>
    {
        await using var writer = new JournalWriter(_journal);
        await writer.WriteAsync([Row(id, sequence)]);
    });

    private static JournalRow Row(string id, long sequence)
    {
        var e = JournalRun.Event((int)sequence);
        return new JournalRow(
            id, sequence, TimeProvider.System.GetUtcNow().Ticks, EventCodec.Encode(e), EventCodec.NameOf(e), JournalSetup.SerializerId, "writer");
    }

    private sealed class Recorded : IFeed
    {
        public string Name => "slow-writer";

        public int Slices => 1;

        public IReadOnlyList<string> Kinds => ["case"];

        public List<string> Reacted { get; } = [];

        public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel)
        {
            Reacted.AddRange(events.Select(e => e.PersistenceId));
            return Task.CompletedTask;
        }
    }
}
