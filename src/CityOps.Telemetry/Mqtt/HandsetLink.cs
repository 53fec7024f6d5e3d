using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Jt808;

namespace CityOps.Telemetry.Mqtt;

/// <summary>
/// Sends commands to devices. The broker's memory of what waits for a device ends with the process, so a device that comes is
/// sent again what it has not answered, which is journalled, and a collector what they were told of late. Thread-safe.
/// </summary>
internal sealed class HandsetLink(
    Lazy<IDownlink> down, IDeviceGateway devices, NoticePost notices, TerminalCommands terminals, TimeProvider clock) : IHandsets
{
    /// <inheritdoc/>
    public Task SendAsync(string collector, HandsetCommand command, CancellationToken cancel) =>
        PublishAsync(new Device(DeviceKind.Collector, collector), CommandPayload.Bytes(command), cancel);

    /// <inheritdoc/>
    public Task SendAsync(Device device, DownlinkCommand command, CancellationToken cancel) =>
        device.Kind == DeviceKind.Vehicle && terminals.TryWake(device.Id)
            ? Task.CompletedTask
            : PublishAsync(device, CommandPayload.Bytes(command), cancel);

    /// <summary>Sends everything again that the device has not answered, and a collector their latest notices.</summary>
    /// <exception cref="IOException">The engine cannot say now what that is; the device has to come again.</exception>
    public async Task RepeatAsync(Device device, CancellationToken cancel)
    {
        var answer = await devices.GetAsync(device, cancel);
        if (answer is Answer<DeviceView>.Refused { Reason.Kind: RejectionKind.Unavailable })
        {
            throw new IOException($"The engine cannot tell what {device} has in hand.");
        }

        if (answer is Answer<DeviceView>.Done { View: var view })
        {
            foreach (var task in view.Tasks)
            {
                await SendAsync(device.Id, HandsetCommand.For(task), cancel);
            }

            foreach (var command in view.Commands.Where(c => c.IsOpen))
            {
                await PublishAsync(device, CommandPayload.Bytes(command), cancel);
            }
        }

        if (device.Kind == DeviceKind.Collector)
        {
            foreach (var told in await notices.ToldAsync(device.Id, cancel))
            {
                await SendAsync(device.Id, told, cancel);
            }
        }
    }

    /// <summary>A device has acknowledged what was published to it. What the engine cannot take note of now stays as it is.</summary>
    public async Task NoteSentAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (Topic.HearerOf(topic) is { } device && CommandPayload.OrderIn(payload.Span) is { } id)
        {
            var origin = new Origin(
                new Actor(device.Id, Roles.Device), device.Kind == DeviceKind.Collector ? Channel.Collector : Channel.Vehicle,
                $"{id}/sent", clock.GetCurrentInstant());
            await devices.SendAsync(new NoteSent(device, origin, id), cancel);
        }
    }

    private Task PublishAsync(Device device, byte[] payload, CancellationToken cancel) =>
        down.Value.SendAsync($"{Topic.Root}{device}/{Topic.Command}", payload, cancel);
}
