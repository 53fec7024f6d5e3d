using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Storage.Databases;
using CityOps.Storage.Feeds;
using CityOps.Storage.Journal;
using CityOps.Storage.Tests.Postgres;
using CityOps.Storage.Webhooks;
using Microsoft.Extensions.Time.Testing;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Webhooks;

/// <summary>The feed on one node and the sender on another, at the same moment.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class WebhookTurnTests : IDisposable
{
    private static readonly CaseId Case = Reported(ReportOf("m-1"), Start).Case;

    private readonly FakeTimeProvider _clock = new(Start.ToDateTimeOffset());
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly JournalReader _journal;
    private readonly WebhookStore _sender;

    public WebhookTurnTests(PostgresFixture postgres)
    {
        _directory = postgres.Empty();
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        _journal = new JournalReader(JournalDatabase.Of(_data));
        _sender = new WebhookStore(_data, _writer, _journal, _clock);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task An_event_that_comes_in_while_the_one_before_it_is_delivered_is_due_after_it()
    {
        await _sender.AddAsync(WebhookStoreTests.Hook("w"), 9, default);
        using var feed = new PreparedConnection(_data.ReadModel.Open());
        Apply(feed, 1);
        var first = Assert.Single(await _sender.DueOfAsync("w", Start, 9, default));

        feed.Execute(feed.Dialect.Begin);
        Apply(feed, 2);
        var settling = _sender.SettleAsync(WebhookStoreTests.Hook("w"), [new DeliveryFate.Delivered(first)], Start, default);
        await Eventually.Holds(() => settling.IsCompleted || Waiting() > 0);
        feed.Execute("COMMIT");
        await settling;

        Assert.Equal(2, Assert.Single(await _sender.DueOfAsync("w", Start, 9, default)).Change.Sequence);
    }

    [SkippableFact]
    public async Task Of_two_that_are_made_at_the_same_moment_on_two_nodes_the_second_finds_the_place_taken()
    {
        using var otherWriter = new ReadModelWriter(_data);
        var other = new WebhookStore(_data, otherWriter, _journal, _clock);
        using var feed = new PreparedConnection(_data.ReadModel.Open());
        feed.Execute(feed.Dialect.Begin);
        Apply(feed, 1);
        var (first, second) = (_sender.AddAsync(WebhookStoreTests.Hook("a"), 1, default), other.AddAsync(WebhookStoreTests.Hook("b"), 1, default));

        await Eventually.Holds(() => Waiting() == 2);
        feed.Execute("COMMIT");

        Assert.Single(await Task.WhenAll(first, second), made => made);
    }

    private void Apply(PreparedConnection feed, long sequence) => new WebhookOutbox(_clock).Apply(
        feed, [new JournalledEvent(sequence, $"case-{Case}", sequence, Start, WebhookStoreTests.Change(Case, sequence))]);

    private long Waiting()
    {
        using var connection = _data.ReadModel.Open();
        return connection.Scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    }
}
