using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>Wakes collectors or vehicles, whose commands expire.</summary>
internal sealed class DeviceDeadlineKind(DeviceKind kind, IDeviceGateway devices, TimeProvider clock) : IDeadlineKind
{
    private static readonly Actor Self = new("deadline-index", Roles.System);

    public string Name => kind == DeviceKind.Collector ? "collector" : "vehicle";

    // A command has the due time that its giver said.
    public string? CalendarFor(string? area) => null;

    public async Task<WakeAnswer> WakeAsync(Deadline entry, CancellationToken cancel)
    {
        var due = entry.Due ?? clock.GetCurrentInstant();
        var device = new Device(kind, entry.Entity[(Name.Length + 1)..]);
        var origin = new Origin(Self, Channel.System, $"wake-{due.ToUnixTimeTicks()}", due);
        return await devices.SendAsync(new ExpireCommands(device, origin), cancel) switch
        {
            Answer<DeviceView>.Done done => new WakeAnswer(
                done.Repeated ? WakeOutcome.Nothing : WakeOutcome.Fired,
                entry with { Due = DeadlineChange.WholeTick(Downlink.Wake(done.View.Commands)), Sequence = done.View.Sequence }),

            // The city has no such device any more.
            Answer<DeviceView>.Refused { Reason.Kind: RejectionKind.NotFound } =>
                new WakeAnswer(WakeOutcome.Nothing, entry with { Due = null }),
            _ => new WakeAnswer(WakeOutcome.Unavailable, entry),
        };
    }

    public Task<WakeAnswer> RecomputeAsync(Deadline entry, CancellationToken cancel) =>
        Task.FromResult(new WakeAnswer(WakeOutcome.Nothing, entry));
}
