using CityOps.Domain.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Tests.Hosting;

namespace CityOps.Engine.Tests.Changes;

public sealed class CaseTailTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Readers_from_anywhere_are_told_what_the_journal_has_once_and_in_its_order()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var early = new CaseReader(0);
        for (var i = 0; i < 4; i++)
        {
            await run.FinishAsync((await run.ReportAsync(i, $"m-{i}")).Id);
        }

        var all = await ReadUntilAsync(run, early, "m-3");
        Assert.Equal(await JournalledAsync(run), all.Select(c => c.Change.Id));
        var middle = all[all.Count / 2];
        Assert.Equal(
            all.Where(c => c.Position > middle.Position), await ReadUntilAsync(run, new CaseReader(middle.Position), "m-3"));
    }

    [Fact]
    public async Task After_a_restart_the_past_comes_from_the_journal_and_the_rest_live()
    {
        IReadOnlyList<PlacedChange> before;
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            await run.FinishAsync((await run.ReportAsync(0, "m-1")).Id);
            before = await ReadUntilAsync(run, new CaseReader(0), "m-1");
        }

        await using var next = await EngineRun.StartAsync(_directory);
        var reader = new CaseReader(before[1].Position);
        var past = await next.Tail.ReadAsync(reader, default);
        await next.FinishAsync((await next.ReportAsync(1, "m-2")).Id);
        var live = await ReadUntilAsync(next, reader, "m-2");

        Assert.Equivalent(before.Skip(2), past, strict: true);
        Assert.Equal(await JournalledAsync(next), before.Take(2).Concat(past).Concat(live).Select(c => c.Change.Id));
    }

    [Fact]
    public async Task Who_falls_behind_the_ring_goes_on_with_the_journal()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var slow = new CaseReader(0);
        await run.ReportAsync(0, "first");
        var read = (await ReadAsync(run, slow, 1)).ToList();

        // A few at a time: hundreds that wake at once may take longer than an answer is waited for.
        foreach (var some in Enumerable.Range(0, 700).Chunk(50))
        {
            var reported = await Task.WhenAll(some.Select(i => run.ReportAsync(i % 4, $"m-{i}")));
            await Task.WhenAll(reported.Select(c => run.FinishAsync(c.Id)));
        }

        var journalled = await JournalledAsync(run);

        // The ring goes on behind the journal: who reads with it does not fall behind.
        var newest = (await run.Journal.AfterAsync(0, 100_000, default)).Last(e => e.Event is CaseEvent).Ordering;
        await Eventually.Is(() => run.Tail.PositionAsync(default), told => told >= newest);
        read.AddRange(await ReadAsync(run, slow, journalled.Count - 1));

        Assert.Equal(journalled, read.Select(c => c.Change.Id));
        Assert.True(journalled.Count > 4_500, $"Only {journalled.Count} events: they fit into the ring.");
        Assert.Equal(1, slow.Overruns);
    }

    [Fact]
    public async Task A_change_says_how_the_case_stands_as_the_list_does()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        await run.FinishAsync((await run.ReportAsync(0, "m-1")).Id);
        var changes = await ReadUntilAsync(run, new CaseReader(0), "m-1");
        var row = Assert.Single((await Eventually.Is(
            () => run.Lists.CasesAsync(new(), default), p => p.Items is [{ Stage: Stage.Closed }])).Items);

        var last = changes[^1].Change.After;

        Assert.Equal(
            (row.Stage, row.Kind, row.Category, row.Condition, row.Place, row.UnitGrid, row.Beat, row.Centre, row.Department, row.DueAt),
            (last.Stage, last.Kind, last.Category, last.Condition, last.Place, last.UnitGrid, last.Beat, last.At.Centre, last.At.Department, last.DueAt));
        Assert.Equal("dispatched", changes.First(c => c.Change.After.At.Department == "roads").Change.Type);
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.Equal(pair.First.Change.After, pair.Second.Change.Before));
    }

    private static async Task<IReadOnlyList<string>> JournalledAsync(EngineRun run) =>
    [
        .. (await run.Journal.AfterAsync(0, 100_000, default)).Where(e => e.Event is CaseEvent)
            .Select(e => $"{((CaseEvent)e.Event).Case}-{e.Sequence}"),
    ];

    /// <summary>Everything up to the end of a case.</summary>
    private static async Task<IReadOnlyList<PlacedChange>> ReadUntilAsync(EngineRun run, CaseReader reader, string source)
    {
        var id = (await run.ReportAsync(0, source)).Id;
        var read = new List<PlacedChange>();
        while (!read.Any(c => c.Change.Case == id && c.Change.Type == "closed"))
        {
            read.AddRange(await NextAsync(run, reader));
        }

        return read;
    }

    private static async Task<IReadOnlyList<PlacedChange>> ReadAsync(EngineRun run, CaseReader reader, int count)
    {
        var read = new List<PlacedChange>();
        while (read.Count < count)
        {
            read.AddRange(await NextAsync(run, reader));
        }

        return read;
    }

    private static async Task<IReadOnlyList<PlacedChange>> NextAsync(EngineRun run, CaseReader reader)
    {
        while (true)
        {
            var news = run.Tail.News;
            if (await run.Tail.ReadAsync(reader, default) is { Count: > 0 } changes)
            {
                return changes;
            }

            await news.WaitAsync(TimeSpan.FromMinutes(4));
        }
    }
}
