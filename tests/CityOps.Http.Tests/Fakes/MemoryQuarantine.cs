using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Tests.Fakes;

/// <summary>A quarantine as a test has filled it.</summary>
internal sealed class MemoryQuarantine : IQuarantine
{
    public List<QuarantinedDevice> Devices { get; } = [];

    public Task<IReadOnlyList<QuarantinedDevice>> ListAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<QuarantinedDevice>>([.. Devices]);

    public Task<QuarantinedDevice?> DecideAsync(
        Device device, QuarantineStanding standing, string by, Instant at, CancellationToken cancel)
    {
        var found = Devices.FindIndex(d => d.Last.Device == device);
        if (found < 0)
        {
            return Task.FromResult<QuarantinedDevice?>(null);
        }

        Devices[found] = Devices[found] with { Standing = standing, DecidedAt = at, DecidedBy = by };
        return Task.FromResult<QuarantinedDevice?>(Devices[found]);
    }

    public Task NoteAsync(IReadOnlyCollection<QuarantineNote> notes, CancellationToken cancel) => throw new NotSupportedException();

    public Task<QuarantineChanges> DecidedAsync(long after, CancellationToken cancel) => throw new NotSupportedException();
}
