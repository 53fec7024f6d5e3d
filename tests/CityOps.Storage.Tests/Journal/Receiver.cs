using System.Threading.Channels;
using Akka.Actor;

namespace CityOps.Storage.Tests.Journal;

/// <summary>
/// An actor whose messages a test reads in turn. Akka's Inbox is none for this: with many at once, one in six runs of the journal's
/// tests waited in vain for an answer that this one gets.
/// </summary>
internal sealed class Receiver : IDisposable
{
    private readonly Channel<object> _received = Channel.CreateUnbounded<object>();
    private readonly ActorSystem _system;

    public Receiver(ActorSystem system)
    {
        _system = system;
        Ref = system.ActorOf(Props.Create(() => new Forwarder(_received.Writer)));
    }

    public IActorRef Ref { get; }

    /// <summary>The next message.</summary>
    /// <exception cref="OperationCanceledException">None came within the patience.</exception>
    public async Task<object> ReceiveAsync(TimeSpan patience)
    {
        using var giveUp = new CancellationTokenSource(patience);
        return await _received.Reader.ReadAsync(giveUp.Token);
    }

    public void Dispose() => _system.Stop(Ref);

    private sealed class Forwarder(ChannelWriter<object> received) : UntypedActor
    {
        protected override void OnReceive(object message) => received.TryWrite(message);
    }
}
