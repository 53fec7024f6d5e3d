using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Engine.Grids;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>
/// The journals of grids and vehicles have no end: they wake from a state that is kept beside it, and from the whole where that is of no use.
/// </summary>
public sealed class SnapshotTests : IDisposable
{
    // Twice as many as make a snapshot, and one more.
    private const int Events = 1_001;

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
            for (var number = 1; number <= Events; number++)
            {
                var heard = await run.Grids.SendAsync(
                    new NoteShift("P1", EngineRun.By($"shift-{number}"), "c1", number % 2 == 1, number), default);
                Assert.Equal(number, EngineRun.Done(heard).Sequence);
            }

            await Eventually.Is(() => Task.FromResult(Read("SELECT group_concat(sequence_number) FROM snapshot")), kept => kept == "1000");
        }

        Execute(what);

        await using var again = await EngineRun.StartAsync(_directory);
        var grid = await again.GridAsync("P1", _ => true);
        Assert.Equal((Events, "c1"), (grid.Sequence, Assert.Single(grid.OnShift)));
        var next = await again.Grids.SendAsync(new NoteShift("P1", EngineRun.By("next"), "c1", false, Events + 1), default);
        Assert.Equal((Events + 1, 0), (EngineRun.Done(next).Sequence, EngineRun.Done(next).OnShift.Count));
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
