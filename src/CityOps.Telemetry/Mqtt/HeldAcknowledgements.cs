using System.Collections.Concurrent;
using System.Net;

namespace CityOps.Telemetry.Mqtt;

/// <summary>
/// Holds a client's PUBACKs back until what they acknowledge is durable. The broker sends them in the order of the messages, so
/// a queue for each connection is enough. Holding them on their way out, and not the message on its way in, lets the broker read
/// on: one connection can have many messages in flight. Thread-safe.
/// </summary>
internal sealed class HeldAcknowledgements
{
    private readonly ConcurrentDictionary<string, Connection> _byClient = new(StringComparer.Ordinal);

    /// <summary>How many connections it knows.</summary>
    public int Count => _byClient.Count;

    /// <summary>A client connects: what it had in flight on another connection it sends again.</summary>
    /// <returns>False where it takes the place of another: one that is taken over before it has come in may come in all the same.</returns>
    public bool Enter(string client, EndPoint? from)
    {
        var (connection, isNew) = (new Connection(from), false);
        _byClient.AddOrUpdate(
            client,
            _ =>
            {
                isNew = true;
                return connection;
            },
            (_, _) =>
            {
                isNew = false;
                return connection;
            });
        return isNew;
    }

    /// <summary>A connection has ended; does nothing where the client has come again from elsewhere.</summary>
    /// <returns>True if it was the client's.</returns>
    public bool Leave(string client, EndPoint? from) =>
        _byClient.TryGetValue(client, out var connection) && Equals(connection.From, from)
        && _byClient.TryRemove(KeyValuePair.Create(client, connection));

    /// <summary>The next acknowledgement of the client waits for the task; does nothing where the client is not connected.</summary>
    public void Hold(string client, Task durable)
    {
        if (_byClient.TryGetValue(client, out var connection))
        {
            connection.Hold(durable);
        }
    }

    /// <summary>What the client's next acknowledgement waits for.</summary>
    public Task Next(string client) =>
        _byClient.TryGetValue(client, out var connection) ? connection.Next() : Task.CompletedTask;

    /// <summary>What one connection waits for; small, since most send nothing but positions and never wait here.</summary>
    private sealed class Connection(EndPoint? from)
    {
        private readonly Lock _gate = new();
        private readonly Queue<Task> _waiting = new();

        public EndPoint? From => from;

        public void Hold(Task durable)
        {
            lock (_gate)
            {
                _waiting.Enqueue(durable);
            }
        }

        public Task Next()
        {
            lock (_gate)
            {
                return _waiting.TryDequeue(out var durable) ? durable : Task.CompletedTask;
            }
        }
    }
}
