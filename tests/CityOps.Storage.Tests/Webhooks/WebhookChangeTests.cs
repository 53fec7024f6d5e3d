using CityOps.Domain.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Storage.Databases;
using CityOps.Storage.Feeds;
using CityOps.Storage.Journal;
using CityOps.Storage.Webhooks;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Webhooks;

/// <summary>What is changed while messages wait or are under way.</summary>
public class WebhookChangeTests : IDisposable
{
    private static readonly CaseId First = Reported(ReportOf("m-1"), Start).Case;

    private readonly FakeTimeProvider _clock = new(Start.ToDateTimeOffset());
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly JournalReader _journal;
    private readonly FeedStore _feed;
    private readonly WebhookStore _store;
    private long _ordering;

    public WebhookChangeTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected WebhookChangeTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        _journal = new JournalReader(JournalDatabase.Of(_data));
        _feed = new FeedStore(_data, _writer, [new WebhookOutbox(_clock)], _clock);
        _store = new WebhookStore(_data, _writer, _journal, _clock);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task What_fails_while_one_before_it_is_sent_again_waits_for_that_one()
    {
        await _store.AddAsync(WebhookStoreTests.Hook("w"), 9, default);
        await CommitAsync(Change(First, 1), Change(First, 2));
        await SettleAsync(await DueAsync(), d => new DeliveryFate.Buried(d, Start, "HTTP 500"));
        var underWay = await DueAsync();
        await _store.ReviveAsync("w", null, Start, default);

        await SettleAsync(underWay, d => new DeliveryFate.Retried(d, Start, Start, "HTTP 503"));

        Assert.Equal(1, Assert.Single(await DueAsync()).Change.Sequence);
        await SettleAsync(await DueAsync(), d => new DeliveryFate.Delivered(d));
        Assert.Equal(2, Assert.Single(await DueAsync()).Change.Sequence);
    }

    private static CaseChange Change(CaseId id, long sequence) => WebhookStoreTests.Change(id, sequence);

    private Task CommitAsync(params CaseChange[] changes) => _feed.CommitAsync(
        "changes", 0, _ordering + changes.Length,
        [.. changes.Select(c => new JournalledEvent(++_ordering, $"case-{c.Case}", c.Sequence, Start, c))], default);

    private Task<IReadOnlyList<Delivery>> DueAsync() => _store.DueOfAsync("w", Start, 9, default);

    private Task<bool> SettleAsync(IEnumerable<Delivery> deliveries, Func<Delivery, DeliveryFate> fate) =>
        _store.SettleAsync("w", [.. deliveries.Select(fate)], Start, default);
}
