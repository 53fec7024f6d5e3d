using System.Collections.Concurrent;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>Notes what handsets are told.</summary>
internal sealed class RecordedHandsets : IHandsets
{
    private readonly ConcurrentQueue<(string Collector, HandsetCommand Command)> _sent = new();

    public IReadOnlyList<(string Collector, HandsetCommand Command)> Sent => [.. _sent];

    public Task SendAsync(string collector, HandsetCommand command, CancellationToken cancel)
    {
        _sent.Enqueue((collector, command));
        return Task.CompletedTask;
    }

    /// <summary>The newest thing that a collector was told, once it is of the kind.</summary>
    public async Task<T> ToldAsync<T>(string collector)
        where T : HandsetCommand =>
        (T)await Eventually.Is(
            () => Task.FromResult(Sent.LastOrDefault(s => s.Collector == collector).Command), command => command is T);
}
