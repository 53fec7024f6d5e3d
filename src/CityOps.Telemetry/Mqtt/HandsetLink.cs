using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Mqtt;

/// <summary>
/// Sends commands to handsets. The broker's memory of what waits for a device ends with the process, so a handset that comes is
/// sent again what its collector has in hand, which is journalled, and what they were told of late. Thread-safe.
/// </summary>
internal sealed class HandsetLink(Lazy<IDownlink> down, IDeviceGateway devices, NoticePost notices) : IHandsets
{
    /// <inheritdoc/>
    public Task SendAsync(string collector, HandsetCommand command, CancellationToken cancel) =>
        down.Value.SendAsync(
            $"{Topic.Root}{new Device(DeviceKind.Collector, collector)}/{Topic.Command}", CommandPayload.Bytes(command), cancel);

    /// <summary>Sends everything again that the collector has in hand and has not answered, and their latest notices.</summary>
    /// <exception cref="IOException">The engine cannot say now what that is; the handset has to come again.</exception>
    public async Task RepeatAsync(Device handset, CancellationToken cancel)
    {
        var answer = await devices.GetAsync(handset, cancel);
        if (answer is Answer<DeviceView>.Refused { Reason.Kind: RejectionKind.Unavailable })
        {
            throw new IOException($"The engine cannot tell what {handset} has in hand.");
        }

        if (answer is Answer<DeviceView>.Done { View: var view })
        {
            foreach (var task in view.Tasks)
            {
                await SendAsync(handset.Id, HandsetCommand.For(task), cancel);
            }
        }

        foreach (var told in await notices.ToldAsync(handset.Id, cancel))
        {
            await SendAsync(handset.Id, told, cancel);
        }
    }
}
