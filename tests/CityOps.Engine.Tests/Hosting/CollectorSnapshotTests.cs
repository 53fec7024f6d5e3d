using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>A collector's journal has no end either: there are shifts and tasks every day.</summary>
public sealed class CollectorSnapshotTests : IDisposable
{
    // As many as make a snapshot, and one more.
    private const int Events = 501;

    private static readonly Device Collector = new(DeviceKind.Collector, "c1");

    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-snapshots-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_collector_wakes_as_they_were_from_a_state_under_its_name()
    {
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            for (var number = 1; number <= Events; number++)
            {
                Assert.Equal(number, (await ShiftAsync(run, number, number % 2 == 1)).Sequence);
            }

            await KeptAsync("collector-c1", "collector/1 500");
        }

        await using var again = await EngineRun.StartAsync(_directory);
        var collector = await again.DeviceAsync(Collector, _ => true);
        Assert.Equal((Events, true), (collector.Sequence, collector.OnShift));
        Assert.Equal(Events, (await ShiftAsync(again, Events, on: false)).Sequence);
        Assert.Equal(Events + 1, (await ShiftAsync(again, Events + 1, on: false)).Sequence);
    }

    private static async Task<DeviceView> ShiftAsync(EngineRun run, int second, bool on) => EngineRun.Done(
        await run.Devices.SendAsync(new ChangeShift("c1", EngineRun.By($"shift-{second}-{on}", second), on), default));

    private async Task KeptAsync(string entity, string state) =>
        await Eventually.Is(() => Task.FromResult(Kept(entity)), kept => kept == state);

    private string? Kept(string entity)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "journal.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(manifest || ' ' || sequence_number) FROM snapshot WHERE persistence_id = @entity";
        command.Parameters.AddWithValue("@entity", entity);
        return command.ExecuteScalar() as string;
    }
}
