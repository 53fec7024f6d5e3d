using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Domain.Geo;
using CityOps.Storage.Components;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Tests.Components;

public class ComponentLogTests : IDisposable
{
    private const string Cover = "3601020101000001";
    private readonly TemporaryDirectory _directory;
    private CityDatabases _data;

    public ComponentLogTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected ComponentLogTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
    }

    public void Dispose()
    {
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task Changes_are_there_after_a_restart_as_they_were_registered()
    {
        var change = Change(1, "c-1") with { Source = "survey 7", Note = "by the school" };
        await new ComponentLog(_data).AppendAsync(change, default);

        _data.Dispose();
        _data = new CityDatabases(_directory.Options);
        var log = new ComponentLog(_data);

        Assert.Equal(change, Assert.Single(await log.NewestAsync(default)).Change);
        Assert.Equal(change, await log.FindAsync("zhao", "c-1", default));
        Assert.Null(await log.FindAsync("qian", "c-1", default));
    }

    [SkippableFact]
    public async Task The_history_is_read_from_the_newest_on_and_the_last_change_counts()
    {
        var log = new ComponentLog(_data);
        for (var version = 1; version <= 5; version++)
        {
            await log.AppendAsync(Change(version, $"c-{version}"), default);
        }

        Assert.Equal([5, 4], (await log.OfAsync(Cover, long.MaxValue, 2, default)).Select(c => c.Version));
        Assert.Equal([3, 2, 1], (await log.OfAsync(Cover, 4, 9, default)).Select(c => c.Version));
        var last = Assert.Single(await log.NewestAsync(default));
        Assert.Equal(5, last.Change.Version);
        Assert.Equal([4, 5], (await log.AfterAsync(last.Number - 2, default)).Select(c => c.Change.Version));
    }

    [SkippableFact]
    public async Task A_version_and_a_request_are_registered_once()
    {
        var log = new ComponentLog(_data);
        Assert.True(await log.AppendAsync(Change(1, "c-1"), default));

        Assert.False(await log.AppendAsync(Change(1, "c-2"), default));
        Assert.False(await log.AppendAsync(Change(2, "c-1"), default));
        Assert.Equal("c-1", Assert.Single(await log.OfAsync(Cover, long.MaxValue, 9, default)).CommandId);
    }

    private static ComponentChange Change(long version, string command)
    {
        var at = Samples.Start + Duration.FromMinutes(version);
        return new ComponentChange(
            Cover, version, ComponentChangeKind.Move, at, at, "zhao", command,
            new ManagedComponent(new Component(Cover, "0101", GeoPoint.At(28.6, 115.8), "roads"), ComponentState.Damaged, version, at),
            null, null);
    }
}
