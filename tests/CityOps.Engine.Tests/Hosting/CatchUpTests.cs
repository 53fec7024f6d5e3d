using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>What devices are told at a start of fixes that were on disk when the engine ended, and not yet with them.</summary>
public sealed class CatchUpTests : IDisposable
{
    private const int Fixes = 17;
    private static readonly CityConfiguration City = TinyCity.Configuration with
    {
        Vehicles = Enumerable.Range(0, Fixes + 1).Select(i => $"v{i}").ToDictionary(
            id => id, id => new VehicleEntry(id, VehicleKind.Sanitation, id, "roads", null)),
        Geofences =
        [
            new Geofence(
                "depot", new Name("场", "depot"), GeofenceRule.Watch, TinyCity.Configuration.UnitGrids["360102001001002"].Boundary, default)
            {
                Kinds = new HashSet<VehicleKind> { VehicleKind.Sanitation },
            },
        ],
    };

    private static readonly (Type Type, int Second)[] Events =
    [
        (typeof(GeofenceEntered), 61), (typeof(AlarmsRaised), 62), (typeof(AlarmsCleared), 63), (typeof(GeofenceLeft), 121),
        (typeof(SpeedingEnded), 140), (typeof(GeofenceEntered), 211), (typeof(GeofenceLeft), 271),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_on_disk_alone_leads_to_the_same_events_as_what_was_told()
    {
        var before = SystemClock.Instance.GetCurrentInstant() - Duration.FromMilliseconds(1);
        await using (var run = await EngineRun.StartAsync(_directory, city: City))
        {
            await run.AppendAsync(Way(0)[..5]);
            await run.AppendAsync(Way(0)[5..]);
        }

        var after = SystemClock.Instance.GetCurrentInstant();
        await using var again = await EngineRun.StartAsync(_directory, city: City);

        // Ready means done.
        await ArrivedAsync(again, 0);
        var device = EngineRun.Done(await again.Devices.GetAsync(Vehicle(0), default));
        Assert.False(device.Online);
        Assert.InRange(device.HeardAt ?? default, before, after);
        Assert.Equivalent(FixCounts.None, again.Books.Total(), strict: true);
        Assert.Equal(0, again.Books.OnTheirWay);
        await again.GridAsync(TinyCity.Alone, g => g.Present.Count == 1);
    }

    [Fact]
    public async Task Whatever_the_board_has_not_seen_happens_once_whether_the_journal_has_it_or_not()
    {
        // The board of vehicle i has its first i fixes; the journal has all, or what came of those.
        await using (var run = await EngineRun.StartAsync(_directory, city: City))
        {
            await TellAsync(run, i => Way(i)[..i]);
        }

        SqliteConnection.ClearAllPools();
        File.Copy(ReadModel, ReadModel + ".before");
        await using (var run = await EngineRun.StartAsync(_directory, city: City))
        {
            await run.AppendAsync([.. Enumerable.Range(0, Fixes + 1).SelectMany(i => Way(i)[i..])]);
            await TellAsync(run, i => i % 3 == 0 ? [] : Way(i)[i..]);
        }

        SqliteConnection.ClearAllPools();
        File.Copy(ReadModel + ".before", ReadModel, overwrite: true);
        for (var start = 0; start < 2; start++)
        {
            await using var again = await EngineRun.StartAsync(_directory, city: City);
            for (var i = 0; i <= Fixes; i++)
            {
                await ArrivedAsync(again, i);
            }
        }
    }

    [Fact]
    public async Task A_restart_between_two_fixes_changes_nothing_of_what_follows()
    {
        await using (var run = await EngineRun.StartAsync(_directory, city: City))
        {
            await TellAsync(run, i => Way(i)[..i]);
        }

        await using var again = await EngineRun.StartAsync(_directory, city: City);
        await TellAsync(again, i => Way(i)[i..]);
        for (var i = 0; i <= Fixes; i++)
        {
            await ArrivedAsync(again, i);
        }
    }

    [Fact]
    public async Task A_place_that_is_not_believed_is_not_believed_after_a_restart_either()
    {
        await using (var run = await EngineRun.StartAsync(_directory, city: City))
        {
            run.Tell(At(0, 0, 0), At(0, 1, 3));
            await run.DeviceAsync(Vehicle(0), d => d.Doubtful);
        }

        await using var again = await EngineRun.StartAsync(_directory, city: City);
        Assert.True(EngineRun.Done(await again.Devices.GetAsync(Vehicle(0), default)).Doubtful);
        again.Tell(At(0, 2, 0));
        await again.DeviceAsync(Vehicle(0), d => d is { Doubtful: false, UnitGrid: "360102001001001" });
    }

    private string ReadModel => Path.Combine(_directory, "readmodel.db");

    private static Device Vehicle(int vehicle) => new(DeviceKind.Vehicle, $"v{vehicle}");

    /// <summary>Into the geofence and out of it, twice; too fast once; an alarm that comes and goes; one is late.</summary>
    private static Fix[] Way(int vehicle) =>
    [
        At(vehicle, 0, 0), At(vehicle, 60, 1), At(vehicle, 61, 1), At(vehicle, 62, 1, alarms: 1), At(vehicle, 63, 1),
        At(vehicle, 120, 2), At(vehicle, 121, 2), At(vehicle, 130, 2, speed: 25), At(vehicle, 140, 2, speed: 26),
        At(vehicle, 150, 2, speed: 5), At(vehicle, 210, 1), At(vehicle, 205, 1), At(vehicle, 211, 1), At(vehicle, 270, 2),
        At(vehicle, 271, 2), At(vehicle, 330, 3), At(vehicle, 331, 3),
    ];

    private static Fix At(int vehicle, double second, int square, double? speed = null, uint alarms = 0) =>
        new(Vehicle(vehicle), EngineRun.Start + Duration.FromSeconds(second), TinyCity.Middle(square))
        {
            Speed = speed is { } s ? new Speed(s) : null,
            Alarms = alarms,
        };

    /// <summary>Tells each vehicle of fixes, each in a message of its own, and waits until all are taken up.</summary>
    private static async Task TellAsync(EngineRun run, Func<int, Fix[]> fixesOf)
    {
        for (var i = 0; i <= Fixes; i++)
        {
            foreach (var fix in fixesOf(i))
            {
                run.Tell(fix);
            }
        }

        await Eventually.Is(() => Task.FromResult(run.Books.OnTheirWay), waiting => waiting == 0);
    }

    /// <summary>The vehicle is where its way ends, and what happened on the way happened once.</summary>
    private static async Task ArrivedAsync(EngineRun run, int vehicle)
    {
        var device = EngineRun.Done(await run.Devices.GetAsync(Vehicle(vehicle), default));
        Assert.Equal(
            (At(vehicle, 331, 3).ObservedAt, TinyCity.Alone, Events.Length),
            (device.Last?.ObservedAt, device.UnitGrid, device.Sequence));
        var events = (await run.Journal.OfEntityAsync($"vehicle-v{vehicle}", 1, long.MaxValue, default))
            .Select(e => (VehicleEvent)e.Event)
            .Select(e => (Type: e.GetType(), At: e is SpeedingEnded ended ? ended.Spell.Until : e.Stamp.ObservedAt))
            .Select(e => (e.Type, Second: (int)(e.At - EngineRun.Start).TotalSeconds));
        Assert.Equal(Events, events.OrderBy(e => e.Second));
    }
}
