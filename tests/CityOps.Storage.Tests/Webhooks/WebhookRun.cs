using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Feeds;
using CityOps.Storage.Journal;
using CityOps.Storage.Webhooks;
using Microsoft.Extensions.Time.Testing;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Webhooks;

/// <summary>Webhooks in a database of their own, and the feed that fills their outbox.</summary>
public abstract class WebhookRun : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly JournalReader _journal;
    private readonly FeedStore _feed;

    private protected WebhookRun(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        _journal = new JournalReader(JournalDatabase.Of(_data));
        _feed = new FeedStore(_data, _writer, [new WebhookOutbox(Clock)], Clock);
        Store = new WebhookStore(_data, _writer, _journal, Clock);
    }

    private protected FakeTimeProvider Clock { get; } = new(Start.ToDateTimeOffset());

    private protected WebhookStore Store { get; }

    private protected long Ordering { get; set; }

    public void Dispose()
    {
        _journal.Dispose();
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    private protected Task CommitAsync(params CaseChange[] changes) => _feed.CommitAsync(
        "changes", 0, Ordering + changes.Length,
        [.. changes.Select(c => new JournalledEvent(++Ordering, $"case-{c.Case}", c.Sequence, Start, c))], default);
}
