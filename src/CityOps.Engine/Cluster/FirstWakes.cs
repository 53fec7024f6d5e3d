using Akka.Actor;
using CityOps.Domain;
using CityOps.Engine.Entities;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Engine.Wire;

namespace CityOps.Engine.Cluster;

/// <summary>
/// What a process does for the first time it does slowly, and the cases that move to a new node would wait for it. So, before it goes in, it
/// reads events, finds out how messages are written, and wakes one entity of each kind that does not exist, here and not in a shard. Nothing
/// is written.
/// </summary>
internal sealed class FirstWakes(IJournalReader journal)
{
    private const int Events = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Read Question = new(StartShard.Entity, new Domain.Actor("node", Roles.System));

    private readonly List<(string Kind, Props Entity)> _kinds = [];

    /// <summary>A kind of entity.</summary>
    public void Add(string kind, Props entity) => _kinds.Add((kind, entity));

    /// <summary>Completes when all of them have answered, or do not.</summary>
    public async Task RunAsync(ActorSystem system)
    {
        var wakes = _kinds.Select(k => WakeAsync(system.ActorOf(k.Entity, $"first-{k.Kind}")));
        await Task.WhenAll([Task.Run(WireCodec.Prepare), Task.Run(EventCodec.Prepare), ReadAsync(), .. wakes]);

        async Task WakeAsync(IActorRef entity)
        {
            try
            {
                await entity.Ask<object>(Question, Patience);
            }
            catch (AskTimeoutException)
            {
                // Then the node goes in all the same.
            }

            system.Stop(entity);
        }
    }

    /// <summary>Events are read when an entity wakes that has some.</summary>
    private async Task ReadAsync() =>
        await journal.AfterAsync(Math.Max(0, await journal.NewestAsync(CancellationToken.None) - Events), Events, CancellationToken.None);
}
