using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// What goes out on one connection, in order, each message after what it waits for. Who adds waits while it is full, and so reads no
/// more: a terminal that does not take its answers is not listened to either. Adding is thread-safe.
/// </summary>
internal sealed class Jt808Outbox(PipeWriter output, TimeProvider clock)
{
    /// <summary>How many messages may wait.</summary>
    public const int MaxWaiting = 32;

    // Who takes nothing for so long is not there any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private ushort _serial;

    /// <summary>Adds a message; waits while there is no place.</summary>
    /// <param name="reply">The message; null for none, where only its place in the order counts.</param>
    /// <param name="after">What it waits for.</param>
    /// <param name="cancel">Ends the waiting for a place.</param>
    /// <exception cref="ChannelClosedException">The connection has ended.</exception>
    public ValueTask AddAsync(Jt808Reply? reply, Task after, CancellationToken cancel) =>
        _waiting.Writer.WriteAsync(new Waiting(reply, after, _ => true), cancel);

    /// <summary>The same for a message that is answered: it is told its serial before it goes out, and goes only if it still wants to.</summary>
    public ValueTask AddAsync(Jt808Reply reply, Func<ushort, bool> sending, CancellationToken cancel) =>
        _waiting.Writer.WriteAsync(new Waiting(reply, Task.CompletedTask, sending), cancel);

    /// <summary>Nothing more comes; what waits still goes out.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Sends until nothing more comes, or the other side has gone.</summary>
    /// <exception cref="TimeoutException">The other side takes nothing.</exception>
    public async Task RunAsync()
    {
        await foreach (var waiting in _waiting.Reader.ReadAllAsync())
        {
            if (!waiting.After.IsCompletedSuccessfully)
            {
                // What is written already must not wait for a disk.
                await FlushAsync();
                await waiting.After;
            }

            if (waiting.Reply is var (id, to, body) && waiting.Sending(_serial))
            {
                output.Write(Jt808Frame.Encode(id, to.Version, to.Phone, _serial++, body));
            }

            if (!_waiting.Reader.TryPeek(out _) && await FlushAsync())
            {
                return;
            }
        }
    }

    private async Task<bool> FlushAsync()
    {
        var flushing = output.FlushAsync();
        return flushing.IsCompletedSuccessfully
            ? (await flushing).IsCompleted
            : (await flushing.AsTask().WaitAsync(Patience, clock)).IsCompleted;
    }

    private readonly record struct Waiting(Jt808Reply? Reply, Task After, Func<ushort, bool> Sending);
}
