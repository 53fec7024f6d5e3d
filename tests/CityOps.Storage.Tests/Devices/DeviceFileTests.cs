using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage.Devices;
using NodaTime;

namespace CityOps.Storage.Tests.Devices;

public class DeviceFileTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 4, 0);
    private static readonly Device Stranger = new(DeviceKind.Vehicle, "stranger");
    private readonly TemporaryDirectory _directory;

    public DeviceFileTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected DeviceFileTests(TemporaryDirectory directory) => _directory = directory;

    private StorageOptions Options => _directory.Options;

    [SkippableFact]
    public async Task An_account_is_kept_as_it_was_saved()
    {
        using var accounts = new DeviceAccountStore(new DeviceFile(Options));
        var device = new DeviceAccount("vehicles/v1", "hash", true, null, Noon);
        var gateway = new DeviceAccount("gateways/g1", null, false, new CarriedDevices(["vehicles/v1", "vehicles/v2"], "roads"), Noon);
        await accounts.SaveAsync([device, gateway], default);

        Assert.Equal(device with { Revision = 1 }, await accounts.FindAsync("vehicles/v1", default));
        var found = await accounts.FindAsync("gateways/g1", default);
        Assert.Equal(("roads", 2L), (found?.Carries?.Department, found?.Revision));
        Assert.Equal(["vehicles/v1", "vehicles/v2"], found?.Carries?.Names);
        Assert.Equal(["gateways/g1", "vehicles/v1"], (await accounts.ListAsync(default)).Select(a => a.User));
    }

    [SkippableFact]
    public async Task A_change_beside_a_reader_is_seen_by_it_and_told_once()
    {
        using var engine = new DeviceAccountStore(new DeviceFile(Options));
        using var desk = new DeviceAccountStore(new DeviceFile(Options));
        Assert.Null(await engine.FindAsync("vehicles/v1", default));
        var account = new DeviceAccount("vehicles/v1", "hash", false, null, Noon);

        await desk.SaveAsync([account], default);
        var first = await engine.ChangedAsync(0, default);
        await desk.SaveAsync([account with { Disabled = true }], default);
        var second = await engine.ChangedAsync(first.Revision, default);
        Assert.True(await desk.RemoveAsync("vehicles/v1", Noon, default));
        Assert.False(await desk.RemoveAsync("vehicles/v1", Noon, default));
        var third = await engine.ChangedAsync(second.Revision, default);

        Assert.Equal([new AccountChange("vehicles/v1", false, 1)], first.Users);
        Assert.Equal([new AccountChange("vehicles/v1", true, 2)], second.Users);
        Assert.Equal([new AccountChange("vehicles/v1", false, 3)], third.Users);
        Assert.Empty((await engine.ChangedAsync(third.Revision, default)).Users);
        Assert.Null(await engine.FindAsync("vehicles/v1", default));
        Assert.Empty(await engine.ListAsync(default));
    }

    [SkippableFact]
    public async Task Changes_of_accounts_at_the_same_time_have_numbers_of_their_own()
    {
        string[] users = [.. Enumerable.Range(0, 20).Select(i => $"vehicles/v{i}")];
        using var accounts = new DeviceAccountStore(new DeviceFile(Options));

        await Task.WhenAll(users.Select(user => accounts.SaveAsync([new DeviceAccount(user, "hash", false, null, Noon)], default)));
        Assert.Equal(Numbers(1), (await accounts.ChangedAsync(0, default)).Users.Select(u => u.Revision));
        await Task.WhenAll(users.Select(user => accounts.RemoveAsync(user, Noon, default)));
        Assert.Equal(Numbers(21), (await accounts.ChangedAsync(20, default)).Users.Select(u => u.Revision));

        IEnumerable<long> Numbers(int first) => Enumerable.Range(first, users.Length).Select(i => (long)i);
    }

    [SkippableFact]
    public async Task What_a_device_does_in_quarantine_is_added_up_and_what_was_decided_stays()
    {
        var quarantine = new QuarantineStore(new DeviceFile(Options));
        await quarantine.NoteAsync([Note(0, null), Note(2, "first")], default);
        Assert.Null(await quarantine.DecideAsync(
            new Device(DeviceKind.Collector, "stranger"), QuarantineStanding.Admitted, "wang", Noon, default));
        await quarantine.DecideAsync(Stranger, QuarantineStanding.Admitted, "wang", Noon, default);
        await quarantine.NoteAsync([Note(3, "second"), Note(0, null)], default);

        var device = Assert.Single(await quarantine.ListAsync(default));
        Assert.Equal(
            (5L, "second", QuarantineStanding.Admitted, "wang", Noon),
            (device.Last.Messages, device.Last.Topic, device.Standing, device.DecidedBy, device.DecidedAt));
        Assert.Equal("second"u8.ToArray(), device.Last.Payload);
        var decided = await quarantine.DecidedAsync(0, default);
        Assert.Equal([(Stranger, QuarantineStanding.Admitted)], decided.Devices);
        Assert.Empty((await quarantine.DecidedAsync(decided.Revision, default)).Devices);
    }

    [SkippableFact]
    public async Task Decisions_at_the_same_time_have_numbers_of_their_own()
    {
        Device[] devices = [.. Enumerable.Range(0, 20).Select(i => new Device(DeviceKind.Vehicle, $"v{i}"))];
        var quarantine = new QuarantineStore(new DeviceFile(Options));
        await quarantine.NoteAsync([.. devices.Select(device => Note(0, null) with { Device = device })], default);

        await Task.WhenAll(devices.Select(device => quarantine.DecideAsync(device, QuarantineStanding.Refused, "wang", Noon, default)));

        var decided = await quarantine.DecidedAsync(0, default);
        Assert.Equal((devices.Length, 20L), (decided.Devices.Count, decided.Revision));
    }

    [SkippableFact]
    public async Task A_topic_that_was_cut_in_the_midst_of_a_character_is_noted()
    {
        var quarantine = new QuarantineStore(new DeviceFile(Options));

        await quarantine.NoteAsync([Note(1, "\U0001F6A7/\ud83d")], default);

        Assert.Equal("\U0001F6A7/\uFFFD", Assert.Single(await quarantine.ListAsync(default)).Last.Topic);
    }

    [SkippableFact]
    public void Nobody_but_its_owner_reads_the_file()
    {
        using var accounts = new DeviceAccountStore(new DeviceFile(Options));
        foreach (var file in Directory.GetFiles(_directory.Path, "devices.db*"))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    public void Dispose() => _directory.Dispose();

    private static QuarantineNote Note(int messages, string? topic) => new(
        Stranger, "vehicles/stranger", "192.0.2.1", Noon, messages, topic, System.Text.Encoding.UTF8.GetBytes(topic ?? ""));
}
