using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Collectors;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Engine.Grids;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>
/// The journals of grids, vehicles and collectors have no end: they wake from a state that is kept beside it, and from the whole where that is
/// of no use. Of what the first event brought, only that state or the whole knows.
/// </summary>
public sealed class SnapshotTests : IDisposable
{
    // Twice as many as make a snapshot, and one more.
    private const int Events = 1_001;

    private static readonly CaseId Case = CaseId.Parse("C20260301aaaaaaaaaa");

    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-snapshots-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("DELETE FROM journal WHERE persistence_id = 'grid-P1' AND sequence_number < 1000")]
    [InlineData("UPDATE snapshot SET snapshot = x'7B7D'")]
    [InlineData("UPDATE snapshot SET manifest = 'grid/99'")]
    [InlineData("UPDATE snapshot SET serializer_id = 1, manifest = ''")]
    [InlineData("DELETE FROM snapshot")]
    public async Task A_grid_wakes_as_it_was(string what)
    {
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            await run.GridAsync("P1", _ => true);
            var opened = new OpenCase("360102001001001", CategoryKind.Incident, "0113", TinyCity.Middle(0), EngineRun.Start);
            var first = await run.Grids.SendAsync(new NoteCaseOpened("P1", EngineRun.By("opened"), Case.Value, opened), default);
            Assert.Equal(1, EngineRun.Done(first).Sequence);
            for (var number = 2; number <= Events; number++)
            {
                var heard = await run.Grids.SendAsync(
                    new NoteShift("P1", EngineRun.By($"shift-{number}"), "c1", number % 2 == 0, number), default);
                Assert.Equal(number, EngineRun.Done(heard).Sequence);
            }

            await Eventually.Is(() => Task.FromResult(Read("SELECT group_concat(sequence_number) FROM snapshot")), kept => kept == "1000");
        }

        Execute(what);

        await using var again = await EngineRun.StartAsync(_directory);
        var grid = await again.GridAsync("P1", _ => true);
        Assert.Equal((Events, 0), (grid.Sequence, grid.OnShift.Count));
        Assert.Equal(Case.Value, Assert.Single(grid.OpenCases).Key);
        var next = await again.Grids.SendAsync(new NoteShift("P1", EngineRun.By("next"), "c1", true, Events + 1), default);
        Assert.Equal((Events + 1, 1), (EngineRun.Done(next).Sequence, EngineRun.Done(next).OnShift.Count));
    }

    [Fact]
    public async Task A_grid_whose_newest_event_made_the_snapshot_goes_on_counting()
    {
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            for (var number = 1; number <= 500; number++)
            {
                await run.Grids.SendAsync(new NoteShift("P1", EngineRun.By($"shift-{number}"), "c1", number % 2 == 1, number), default);
            }

            await Eventually.Is(() => Task.FromResult(Read("SELECT group_concat(sequence_number) FROM snapshot")), kept => kept == "500");
        }

        await using var again = await EngineRun.StartAsync(_directory);
        var next = await again.Grids.SendAsync(new NoteShift("P1", EngineRun.By("next"), "c1", true, 501), default);
        Assert.Equal(501, EngineRun.Done(next).Sequence);
    }

    [Fact]
    public async Task A_vehicle_wakes_as_it_was()
    {
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            Assert.Equal(500, (await DriveAsync(run, "alarms", [.. Enumerable.Range(1, 500).Select(n => Reading(n, n % 2 == 1 ? 1u : 3u))])).Sequence);
            var kept = await Eventually.Is(
                () => Task.FromResult(Read("SELECT serializer_id || ' ' || manifest || ' ' || sequence_number FROM snapshot")), k => k is not null);
            Assert.Equal("30428 vehicle/1 500", kept);
        }

        Execute("DELETE FROM journal WHERE persistence_id = 'vehicle-v1' AND sequence_number < 500");

        await using var again = await EngineRun.StartAsync(_directory);
        var late = await DriveAsync(again, "late", Reading(499.5, 0));
        Assert.Equal((500, 3u), (late.Sequence, late.Alarms));
        var next = await DriveAsync(again, "next", Reading(501, 0));
        Assert.Equal((501, 0u), (next.Sequence, next.Alarms));
    }

    [Fact]
    public async Task A_collector_wakes_as_they_were()
    {
        var task = new TaskInHand(
            $"{Case}-v1", TaskKind.Verification, Case, new GridNews("P1", 1), EngineRun.Start, EngineRun.Start + Duration.FromHours(1),
            TinyCity.Middle(0), "");
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            Assert.Equal(1, (await TakeAsync(run, task)).Sequence);
            for (var number = 2; number <= 500; number++)
            {
                Assert.Equal(number, (await ShiftAsync(run, number, number % 2 == 0)).Sequence);
            }

            var kept = await Eventually.Is(
                () => Task.FromResult(Read(
                    "SELECT serializer_id || ' ' || manifest || ' ' || sequence_number FROM snapshot WHERE persistence_id = 'collector-c1'")),
                k => k is not null);
            Assert.Equal("30428 collector/1 500", kept);
        }

        Execute("DELETE FROM journal WHERE persistence_id = 'collector-c1' AND sequence_number < 500");

        await using var again = await EngineRun.StartAsync(_directory);
        var late = await ShiftAsync(again, 499, on: false);
        Assert.Equal((500, true, task), (late.Sequence, late.OnShift, Assert.Single(late.Tasks)));
        Assert.Equal(500, (await TakeAsync(again, task)).Sequence);
        var next = await ShiftAsync(again, 501, on: false);
        Assert.Equal((501, false), (next.Sequence, next.OnShift));
    }

    private static async Task<DeviceView> TakeAsync(EngineRun run, TaskInHand task) => EngineRun.Done(
        await run.Devices.SendAsync(new TakeTask("c1", EngineRun.By("take"), task), default));

    private static async Task<DeviceView> ShiftAsync(EngineRun run, int second, bool on) => EngineRun.Done(
        await run.Devices.SendAsync(new ChangeShift("c1", EngineRun.By($"shift-{second}", second), on), default));

    private static AlarmReading Reading(double second, uint alarms) => new(EngineRun.Start + Duration.FromSeconds(second), alarms);

    private static async Task<DeviceView> DriveAsync(EngineRun run, string id, params AlarmReading[] alarms) => EngineRun.Done(
        await run.Devices.SendAsync(new RecordDriving("v1", EngineRun.By(id), [], []) { Alarms = alarms }, default));

    private string? Read(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "journal.db")}");
        connection.Open();
        return connection;
    }
}
