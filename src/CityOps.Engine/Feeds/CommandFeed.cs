using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>Carries commands down to their devices. It waits for none of them: one that is away holds nobody up.</summary>
internal sealed class CommandFeed(Func<IDeviceGateway> devices, Func<IHandsets> handsets) : IFeed
{
    public string Name => "commands";

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["collector", "vehicle"];

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) => Task.WhenAll(
        events.Select(e => e.Event).OfType<CommandGiven>().GroupBy(e => e.Device).Select(given => SendAsync(given.Key, given, cancel)));

    /// <summary>What was answered or has expired meanwhile is not sent any more.</summary>
    private async Task SendAsync(Device device, IEnumerable<CommandGiven> given, CancellationToken cancel)
    {
        var answer = await devices().GetAsync(device, cancel);
        answer.MustBeTaken(device.ToString());
        if (answer is not Answer<DeviceView>.Done { View: var view })
        {
            return;
        }

        foreach (var command in given.Select(e => Downlink.Find(view.Commands, e.Id)).OfType<DownlinkCommand>().Where(c => c.IsOpen))
        {
            await handsets().SendAsync(device, command, cancel);
        }
    }
}
