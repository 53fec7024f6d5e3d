using System.Data.Common;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage.Access;
using CityOps.Storage.Databases;
using CityOps.Storage.Devices;
using CityOps.Storage.Feeds;
using CityOps.Storage.Lists;
using CityOps.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Postgres;

/// <summary>What two nodes write of the same rows at the same moment: whoever waits for the first row has not locked the second.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class LockOrderTests : IDisposable
{
    private readonly TemporaryDirectory _directory;

    public LockOrderTests(PostgresFixture postgres) => _directory = postgres.Empty();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task Notes_of_the_quarantine_lock_devices_in_one_order()
    {
        var file = new DeviceFile(_directory.Options);
        var quarantine = new QuarantineStore(file);
        var (first, second) = (new Device(DeviceKind.Vehicle, "a"), new Device(DeviceKind.Vehicle, "b"));
        await quarantine.NoteAsync([NoteOf(first), NoteOf(second)], default);
        using var other = file.Open();

        await WriteBesideAsync(
            other, "UPDATE quarantine SET messages = 7 WHERE device = @row", first.ToString(), second.ToString(),
            () => quarantine.NoteAsync([NoteOf(second), NoteOf(first)], default));

        Assert.Equal([8L, 8L], (await quarantine.ListAsync(default)).Select(d => d.Last.Messages));
    }

    [SkippableFact]
    public async Task Uses_of_keys_lock_them_in_one_order()
    {
        var file = new DeviceFile(_directory.Options);
        var keys = new ApiKeyStore(file);
        await keys.AddAsync(KeyOf("a"), default);
        await keys.AddAsync(KeyOf("b"), default);
        using var other = file.Open();

        await WriteBesideAsync(
            other, "UPDATE api_key SET used_at = 1 WHERE name = @row", "a", "b",
            () => keys.NoteUseAsync(new Dictionary<string, Instant> { ["b"] = Start, ["a"] = Start }, default));

        Assert.Equal([Start, Start], (await keys.ListAsync(default)).Select(k => k.UsedAt));
    }

    [SkippableFact]
    public async Task Visits_lock_grids_in_one_order()
    {
        var clock = new FakeTimeProvider();
        using var data = new CityDatabases(_directory.Options);
        using var writer = new ReadModelWriter(data);
        using var board = new DeviceBoard(data, new NoOtherNodes(), writer, new DeviceNews(), clock, NullLogger<DeviceBoard>.Instance);
        await board.StartAsync(default);
        using var other = data.ReadModel.Open();
        using var reader = data.ReadModel.Open();

        await WriteBesideAsync(
            other, "INSERT INTO unit_grid_visit VALUES (@row, 1, 'other')", FirstGrid, SecondGrid,
            () =>
            {
                board.PostVisit(new GridVisit(SecondGrid, Start, Walker.Id));
                board.PostVisit(new GridVisit(FirstGrid, Start, Walker.Id));
                return Eventually.Holds(() =>
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                    return reader.Scalar("SELECT count(*) FROM unit_grid_visit WHERE collector <> 'other'") == 2;
                });
            });

        await board.StopAsync(default);
    }

    /// <summary>Has the first row while something is written, and takes the second once that waits for the first.</summary>
    private static async Task WriteBesideAsync(DbConnection other, string sql, string first, string second, Func<Task> write)
    {
        other.Execute("BEGIN");

        // Much shorter than the server takes to see that two wait for each other, and gives one of them up.
        other.Execute("SET LOCAL lock_timeout = '50ms'");
        other.Execute(sql, ("@row", first));
        var writing = write();
        await Eventually.Holds(() => writing.IsCompleted || other.Scalar("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);

        other.Execute(sql, ("@row", second));
        other.Execute("COMMIT");
        await writing;
    }

    private static QuarantineNote NoteOf(Device device) => new(device, "gateways/g1", "192.0.2.1", Start, 1, null, []);

    private static ApiKey KeyOf(string name) => new(name, new byte[] { 1 }, new KeyHolder(Roles.Leader, null, null), KeyScopes.Read, Start, null);
}
