using System.Collections.Concurrent;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>Notes what handsets are told.</summary>
internal sealed class RecordedHandsets : IHandsets
{
    private readonly ConcurrentQueue<(string Collector, HandsetCommand Command)> _sent = new();
    private readonly ConcurrentQueue<(Device Device, DownlinkCommand Command)> _told = new();

    public IReadOnlyList<(string Collector, HandsetCommand Command)> Sent => [.. _sent];

    /// <summary>What devices were told by someone, in order.</summary>
    public IReadOnlyList<(Device Device, DownlinkCommand Command)> Told => [.. _told];

    public Task SendAsync(string collector, HandsetCommand command, CancellationToken cancel)
    {
        _sent.Enqueue((collector, command));
        return Task.CompletedTask;
    }

    public Task SendAsync(Device device, DownlinkCommand command, CancellationToken cancel)
    {
        _told.Enqueue((device, command));
        return Task.CompletedTask;
    }

    /// <summary>The newest thing that a collector was told, once it is of the kind.</summary>
    public async Task<T> ToldAsync<T>(string collector)
        where T : HandsetCommand =>
        (T)await Eventually.Is(
            () => Task.FromResult(Sent.LastOrDefault(s => s.Collector == collector).Command), command => command is T);
}
