using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Host.Devices;
using NodaTime;

namespace CityOps.Host.Tests.Devices;

/// <summary>What an operator is shown of devices that nobody has admitted.</summary>
public sealed class DeviceDeskTests : IDeviceAccounts, IQuarantine
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 4, 0);

    [Fact]
    public async Task A_topic_makes_no_line_of_its_own_and_tells_the_terminal_nothing()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var desk = new DeviceDesk(this, this, TimeProvider.System, TextReader.Null, output, TextWriter.Null);

        Assert.Equal(0, await desk.QuarantineAsync(CancellationToken.None));

        var line = Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.EndsWith("\tcityops/v1/vehicles/x/a?vehicles/v0001?Waiting?[2J", line, StringComparison.Ordinal);
    }

    Task<IReadOnlyList<QuarantinedDevice>> IQuarantine.ListAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<QuarantinedDevice>>(
    [
        new(
            new QuarantineNote(
                new Device(DeviceKind.Vehicle, "x"), "vehicles/x", "10.0.0.7", Now, 1,
                "cityops/v1/vehicles/x/a\nvehicles/v0001\tWaiting\u001b[2J", []),
            Now, QuarantineStanding.Waiting, null, null),
    ]);

    Task IQuarantine.NoteAsync(IReadOnlyCollection<QuarantineNote> notes, CancellationToken cancel) => throw new NotSupportedException();

    Task<QuarantinedDevice?> IQuarantine.DecideAsync(
        Device device, QuarantineStanding standing, string by, Instant at, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<QuarantineChanges> IQuarantine.DecidedAsync(long after, CancellationToken cancel) => throw new NotSupportedException();

    Task<DeviceAccount?> IDeviceAccounts.FindAsync(string user, CancellationToken cancel) => throw new NotSupportedException();

    Task<IReadOnlyList<DeviceAccount>> IDeviceAccounts.ListAsync(CancellationToken cancel) => throw new NotSupportedException();

    Task IDeviceAccounts.SaveAsync(IReadOnlyCollection<DeviceAccount> accounts, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<bool> IDeviceAccounts.RemoveAsync(string user, Instant at, CancellationToken cancel) => throw new NotSupportedException();

    Task<AccountChanges> IDeviceAccounts.ChangedAsync(long after, CancellationToken cancel) => throw new NotSupportedException();
}
