using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Storage.Feeds;
using CityOps.Storage.Journal;
using CityOps.Storage.Lists;
using CityOps.Storage.Lists.Cases;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Storage.Tests.Lists;

/// <summary>The lists of a directory of their own, and the feed store that makes them.</summary>
internal sealed class ListRun : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly DeviceBoard _board;

    public ListRun(TemporaryDirectory? directory = null, FakeTimeProvider? clock = null, CityConfiguration? city = null)
    {
        _directory = directory ?? new TemporaryDirectory();
        clock ??= new FakeTimeProvider();
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        Feeds = new FeedStore(_data, _writer, [new CaseProjection(new PlaceNames(city))], clock);
        _board = new DeviceBoard(_data, new NoOtherNodes(), _writer, new DeviceNews(), clock, NullLogger<DeviceBoard>.Instance);
        Lists = new ReadModel(_data, new JournalReader(JournalDatabase.Of(_data)), _board, new PlaceNames(city), clock, PresenceRule.Default);
    }

    public CityDatabases Data => _data;

    public FeedStore Feeds { get; }

    public ReadModel Lists { get; }

    public void Dispose()
    {
        _board.Dispose();
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }
}
