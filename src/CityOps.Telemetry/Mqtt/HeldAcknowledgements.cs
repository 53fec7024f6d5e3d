using System.Collections.Concurrent;

namespace CityOps.Telemetry.Mqtt;

/// <summary>
/// Holds a client's PUBACKs back until what they acknowledge is durable. The broker sends them in the order of the messages, so
/// a queue for each client is enough. Holding them on their way out, and not the message on its way in, lets the broker read
/// on: one connection can have many messages in flight.
/// </summary>
internal sealed class HeldAcknowledgements
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Task>> _byClient = new();

    /// <summary>The next acknowledgement of the client waits for the task.</summary>
    public void Hold(string client, Task durable) =>
        _byClient.GetOrAdd(client, _ => new ConcurrentQueue<Task>()).Enqueue(durable);

    /// <summary>What the client's next acknowledgement waits for.</summary>
    public Task Next(string client) =>
        _byClient.TryGetValue(client, out var queue) && queue.TryDequeue(out var durable)
            ? durable
            : Task.CompletedTask;

    /// <summary>Forgets a client that connects anew: what it had in flight it sends again.</summary>
    public void Forget(string client) => _byClient.TryRemove(client, out _);
}
