using Microsoft.Extensions.Logging.Abstractions;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Journal;
using CityOps.Storage.Lists;
using CityOps.Storage.Lists.Cases;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Lists;

public class DeviceBoardTests : IAsyncLifetime, IDisposable
{
    private static readonly DeviceView Seen = new(Walker, null)
    {
        Last = FixAt(Walker, 0) with { Speed = new Speed(1.5), Accuracy = new Length(4), Datum = Datum.Gcj02 },
        UnitGrid = FirstGrid,
        Beat = "P1",
        Online = true,
        OnShift = true,
        Sequence = 3,
        HeardAt = Start,
        Movement = new Movement(FixAt(Walker, 0).Place, Start, Motion.Stopped, true),
        Fences = [new FenceStay("route", false, Start)],
        Open = new OpenQuestions(new Spot(FixAt(Walker, 0).Place, Start), new GridPlace(SecondGrid, "P1"), ["depot"]),
        Speeding = new SpeedingSpell(Start, Start, new Speed(20), new Speed(25.5), FixAt(Walker, 0).Place),
    };

    private readonly TemporaryDirectory _directory;
    private readonly FakeTimeProvider _clock = new();
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly DeviceBoard _board;

    public DeviceBoardTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected DeviceBoardTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        _board = new DeviceBoard(_data, new NoOtherNodes(), _writer, new DeviceNews(), _clock, NullLogger<DeviceBoard>.Instance);
    }

    public Task InitializeAsync() => _board.StartAsync(default);

    public Task DisposeAsync() => _board.StopAsync(default);

    public void Dispose()
    {
        _board.Dispose();
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task A_post_can_be_read_before_it_is_written()
    {
        _board.Post(Seen);
        _board.PostVisit(new GridVisit(FirstGrid, Start, Walker.Id));

        Assert.Equal(0, Devices());
        Assert.Equal(Seen, await _board.GetAsync(Walker, default));
        Assert.Equal([Seen], await _board.PresentAsync("P1", default));
        Assert.Equal(Walker.Id, Assert.Single(await _board.VisitsAsync([FirstGrid, SecondGrid], default)).Collector);
        Assert.Null(await _board.GetAsync(Truck, default));
    }

    [SkippableFact]
    public async Task Posts_are_written_and_read_as_they_were()
    {
        _board.Post(Seen);
        _board.PostVisit(new GridVisit(FirstGrid, Start, Walker.Id));
        await WrittenAsync(1);

        using var left = _directory.Snapshot();
        using var data = new CityDatabases(left.Options);
        using var writer = new ReadModelWriter(data);
        using var board = new DeviceBoard(data, new NoOtherNodes(), writer, new DeviceNews(), _clock, NullLogger<DeviceBoard>.Instance);

        Assert.Equivalent(Seen, await board.GetAsync(Walker, default), strict: true);
        Assert.Equal(new GridVisit(FirstGrid, Start, Walker.Id), Assert.Single(await board.VisitsAsync([FirstGrid], default)));
    }

    [SkippableFact]
    public async Task Nobody_is_online_after_a_restart_until_heard_of()
    {
        _board.Post(Seen);
        await WrittenAsync(1);
        using var left = _directory.Snapshot();
        using var data = new CityDatabases(left.Options);
        using var writer = new ReadModelWriter(data);
        using var board = new DeviceBoard(data, new NoOtherNodes(), writer, new DeviceNews(), _clock, NullLogger<DeviceBoard>.Instance);

        await board.StartAsync(default);

        Assert.Equivalent(Seen with { Online = false }, await board.GetAsync(Walker, default), strict: true);
        Assert.Equivalent(new[] { Seen with { Online = false } }, await board.PresentAsync("P1", default), strict: true);
        await board.StopAsync(default);
    }

    [SkippableFact]
    public async Task A_board_that_cannot_be_written_at_the_end_ends_all_the_same()
    {
        using var writer = new ReadModelWriter(_data);
        using var board = new DeviceBoard(_data, new NoOtherNodes(), writer, new DeviceNews(), _clock, NullLogger<DeviceBoard>.Instance);
        await board.StartAsync(default);
        board.Post(Seen);
        await WrittenAsync(1);
        board.Post(Seen with { Online = false });
        writer.Dispose();

        await board.StopAsync(default);

        Assert.True(board.ExecuteTask?.IsCompletedSuccessfully);
    }

    [SkippableFact]
    public async Task The_newest_visit_wins_whatever_the_order()
    {
        _board.PostVisit(new GridVisit(FirstGrid, Start + Duration.FromMinutes(1), "later"));
        _board.PostVisit(new GridVisit(FirstGrid, Start, "earlier"));
        _board.Post(Seen);
        await WrittenAsync(1);
        _board.PostVisit(new GridVisit(FirstGrid, Start, "earlier"));
        _board.Post(Seen with { Device = Truck });
        await WrittenAsync(2);

        Assert.Equal("later", Assert.Single(await _board.VisitsAsync([FirstGrid], default)).Collector);
    }

    [SkippableFact]
    public async Task A_device_that_left_the_grid_is_not_present_any_more()
    {
        _board.Post(Seen);
        await WrittenAsync(1);

        _board.Post(Seen with { Beat = "P2", UnitGrid = SecondGrid });

        Assert.Empty(await _board.PresentAsync("P1", default));
        Assert.Single(await _board.PresentAsync("P2", default));
    }

    [SkippableFact]
    public async Task Devices_are_listed_by_what_was_asked()
    {
        _board.Post(Seen);
        _board.Post(new DeviceView(new Device(DeviceKind.Collector, "far"), "Far") { Last = FixAt(Walker, 5000) });
        _board.Post(new DeviceView(Truck, "赣A"));
        await WrittenAsync(3);
        var lists = new ReadModel(_data, new JournalReader(JournalDatabase.Of(_data)), _board, new PlaceNames(null), _clock, PresenceRule.Default);

        Assert.Equal(["360102-001", "far"], await IdsAsync(new DeviceQuery(DeviceKind.Collector)));
        Assert.Equal(["far", "360102-001"], await IdsAsync(
            new DeviceQuery(DeviceKind.Collector) { Near = FixAt(Walker, 5000).Place }));
        Assert.Equal(["360102-001"], await IdsAsync(new DeviceQuery(DeviceKind.Collector) { Online = true }));
        Assert.Equal(["far"], await IdsAsync(new DeviceQuery(DeviceKind.Collector) { OnShift = false }));
        Assert.Equal(["360102-001"], await IdsAsync(new DeviceQuery(DeviceKind.Collector) { Grid = FirstGrid }));
        Assert.Equal(["360102-001"], await IdsAsync(new DeviceQuery(DeviceKind.Collector) { Grid = "P1" }));
        Assert.Equal(["truck-1"], await IdsAsync(new DeviceQuery(DeviceKind.Vehicle)));
        Assert.Equal(Walker, Assert.Single(await lists.HeardSinceAsync(Start, default)).Device);
        Assert.Empty(await lists.HeardSinceAsync(Start + Duration.FromMilliseconds(1), default));
        var first = await lists.DevicesAsync(new DeviceQuery(DeviceKind.Collector) { Limit = 1 }, default);
        Assert.Equal(["far"], await IdsAsync(new DeviceQuery(DeviceKind.Collector) { Limit = 1, After = first.Next }));

        async Task<IEnumerable<string>> IdsAsync(DeviceQuery query) =>
            (await lists.DevicesAsync(query, default)).Items.Select(d => d.Device.Id);
    }

    [SkippableFact]
    public async Task A_device_that_cannot_be_read_keeps_neither_a_start_nor_a_list_from_the_others()
    {
        _board.Post(Seen);
        _board.Post(Seen with { Device = new Device(DeviceKind.Collector, "other") });
        await WrittenAsync(2);
        using (var connection = _data.ReadModel.Open())
        {
            connection.Execute("UPDATE device SET state = '{}' WHERE id = @id", ("@id", Walker.Id));
        }

        using var board = new DeviceBoard(_data, new NoOtherNodes(), _writer, new DeviceNews(), _clock, NullLogger<DeviceBoard>.Instance);
        await board.StartAsync(default);
        var lists = new ReadModel(_data, new JournalReader(JournalDatabase.Of(_data)), board, new PlaceNames(null), _clock, PresenceRule.Default);

        Assert.Equal("other", Assert.Single(await board.PresentAsync("P1", default)).Device.Id);
        Assert.Equal("other", Assert.Single(await board.NewestAsync([Walker, new Device(DeviceKind.Collector, "other")], default)).Key.Id);
        Assert.Equal("other", Assert.Single(await lists.HeardSinceAsync(Start, default)).Device.Id);
        var first = await lists.DevicesAsync(new DeviceQuery(DeviceKind.Collector) { Limit = 1 }, default);
        Assert.Empty(first.Items);
        var second = await lists.DevicesAsync(new DeviceQuery(DeviceKind.Collector) { Limit = 1, After = first.Next }, default);
        Assert.Equal("other", Assert.Single(second.Items).Device.Id);
        await board.StopAsync(default);
    }

    [SkippableFact]
    public async Task A_list_is_as_old_as_the_first_post_that_it_lacks()
    {
        var lists = new ReadModel(_data, new JournalReader(JournalDatabase.Of(_data)), _board, new PlaceNames(null), _clock, PresenceRule.Default);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        var posted = _clock.GetCurrentInstant();
        Assert.Equal(posted, await AsOfAsync());

        _board.Post(Seen);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        _board.Post(Seen with { Device = Truck });
        Assert.Equal(posted, await AsOfAsync());

        await WrittenAsync(2);
        await Eventually.Holds(() => _board.CompleteUpTo() == _clock.GetCurrentInstant());
        Assert.Equal(_clock.GetCurrentInstant(), await AsOfAsync());

        async Task<Instant> AsOfAsync() => (await lists.DevicesAsync(new DeviceQuery(DeviceKind.Collector), default)).AsOf;
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("MHwA")]
    public async Task A_cursor_that_the_list_did_not_make_is_refused(string after)
    {
        var lists = new ReadModel(_data, new JournalReader(JournalDatabase.Of(_data)), _board, new PlaceNames(null), _clock, PresenceRule.Default);

        await Assert.ThrowsAsync<InvalidCursorException>(
            () => lists.DevicesAsync(new DeviceQuery(DeviceKind.Collector) { After = after }, default));
    }

    [SkippableTheory]
    [InlineData(0, "online=heard presence=heard,-,gone")]
    [InlineData(299, "online=heard presence=heard,-,gone")]
    [InlineData(300, "online=heard presence=-,heard,gone")]
    [InlineData(1799, "online=heard presence=-,heard,gone")]
    [InlineData(1800, "online=- presence=-,-,gone+heard")]
    public async Task A_list_goes_by_how_long_a_device_was_silent(int seconds, string expected)
    {
        _board.Post(Seen with { Device = new Device(DeviceKind.Collector, "heard"), HeardAt = Start });
        _board.Post(Seen with { Device = new Device(DeviceKind.Collector, "gone"), HeardAt = Start, Online = false });
        await WrittenAsync(2);
        var clock = new FakeTimeProvider((Start + Duration.FromSeconds(seconds)).ToDateTimeOffset());
        var lists = new ReadModel(_data, new JournalReader(JournalDatabase.Of(_data)), _board, new PlaceNames(null), clock, PresenceRule.Default);

        var online = await IdsAsync(q => q with { Online = true });
        var byPresence = await Task.WhenAll(Enum.GetValues<Presence>().Select(p => IdsAsync(q => q with { Presence = p })));
        Assert.Equal(expected, $"online={online} presence={string.Join(',', byPresence)}");
        Assert.Equal(byPresence[2], await IdsAsync(q => q with { Online = false }));

        async Task<string> IdsAsync(Func<DeviceQuery, DeviceQuery> narrow)
        {
            var found = await lists.DevicesAsync(narrow(new DeviceQuery(DeviceKind.Collector)), default);
            return found.Items.Count == 0 ? "-" : string.Join('+', found.Items.Select(d => d.Device.Id));
        }
    }

    private Task WrittenAsync(int devices) => Eventually.Holds(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return Devices() == devices;
    });

    private long Devices()
    {
        using var connection = _data.ReadModel.Open();
        return connection.Scalar("SELECT count(*) FROM device");
    }
}
