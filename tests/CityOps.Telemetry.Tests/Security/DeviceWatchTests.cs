using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Security;
using CityOps.Telemetry.Tests.Jt808;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace CityOps.Telemetry.Tests.Security;

/// <summary>What accounts that change do to terminals by JT/T 808 that are connected.</summary>
public sealed class DeviceWatchTests : IDeviceAccounts, IQuarantine
{
    private AccountChanges _changes = new([], 0);

    [Fact]
    public async Task A_terminal_whose_account_is_disabled_is_cut_and_one_whose_account_has_changed_is_not()
    {
        await using var platform = await Platform.StartAsync();
        await using var disabled = new Wired(platform);
        await using var changed = new Wired(platform, TerminalCity.Phone2019);
        await disabled.EnterAsync();
        await changed.EnterAsync();
        _changes = new AccountChanges([new AccountChange("vehicles/v1", true, 1), new AccountChange("vehicles/v2", false, 2)], 2);
        var passes = new DevicePasses(new LimitOptions(), platform.Clock);
        using var watch = new DeviceWatch(
            this, this, platform.Directory, new DeviceSessions(passes, platform.Directory), platform.Sessions,
            new QuarantineBook(this, platform.Clock), new RefusalTally(platform.Book, platform.Clock), platform.Clock,
            NullLogger<DeviceWatch>.Instance);

        await watch.StartAsync(CancellationToken.None);

        await disabled.EndedAsync();
        Assert.False(changed.Running.IsCompleted);
        Assert.False(platform.Sessions.IsConnected("v1"));
        Assert.True(platform.Sessions.IsConnected("v2"));
        await watch.StopAsync(CancellationToken.None);
    }

    Task<AccountChanges> IDeviceAccounts.ChangedAsync(long after, CancellationToken cancel) => Task.FromResult(_changes);

    Task<QuarantineChanges> IQuarantine.DecidedAsync(long after, CancellationToken cancel) =>
        Task.FromResult(new QuarantineChanges([], 0));

    Task<IReadOnlyList<QuarantinedDevice>> IQuarantine.ListAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<QuarantinedDevice>>([]);

    Task<DeviceAccount?> IDeviceAccounts.FindAsync(string user, CancellationToken cancel) => throw new NotSupportedException();

    Task<IReadOnlyList<DeviceAccount>> IDeviceAccounts.ListAsync(CancellationToken cancel) => throw new NotSupportedException();

    Task IDeviceAccounts.SaveAsync(IReadOnlyCollection<DeviceAccount> accounts, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<bool> IDeviceAccounts.RemoveAsync(string user, Instant at, CancellationToken cancel) => throw new NotSupportedException();

    Task IQuarantine.NoteAsync(IReadOnlyCollection<QuarantineNote> notes, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<QuarantinedDevice?> IQuarantine.DecideAsync(
        Device device, QuarantineStanding standing, string by, Instant at, CancellationToken cancel) =>
        throw new NotSupportedException();
}
