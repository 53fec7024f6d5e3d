using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using Microsoft.Extensions.Logging;

namespace CityOps.Telemetry.Ingest;

/// <summary>
/// Takes the alarms of terminals that do not know where they are. There is no fix that carries them, so the vehicle is told by itself;
/// its last known place stays. Thread-safe.
/// </summary>
internal sealed class UnlocatedAlarms(IDeviceGateway devices, TimeProvider clock, ILogger<UnlocatedAlarms> logger)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly NowAndThen _notices = new(clock);

    /// <summary>Ends once what comes of them is in the vehicle's journal; while the engine cannot answer, the terminal waits.</summary>
    /// <param name="vehicle">Whose they are.</param>
    /// <param name="readings">The alarm bits of each position; may be empty.</param>
    /// <param name="cancel">Ends with the connection.</param>
    public async Task NoteAsync(Device vehicle, IReadOnlyCollection<AlarmReading> readings, CancellationToken cancel)
    {
        if (readings.Count == 0)
        {
            return;
        }

        var inOrder = readings.OrderBy(reading => reading.At).ToList();
        var newest = inOrder[^1].At;
        var origin = new Origin(
            new Actor(vehicle.Id, Roles.Device), Channel.Vehicle, $"alarms-{newest.ToUnixTimeMilliseconds()}", newest);
        var command = new RecordDriving(vehicle.Id, origin, [], []) { Alarms = inOrder };
        while (await devices.SendAsync(command, cancel) is Answer<DeviceView>.Refused { Reason.Kind: RejectionKind.Unavailable })
        {
            if (_notices.IsTime())
            {
                logger.EngineAway(vehicle.ToString());
            }

            await Task.Delay(BetweenTries, clock, cancel);
        }
    }
}
