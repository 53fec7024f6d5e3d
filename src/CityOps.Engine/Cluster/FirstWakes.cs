using Akka.Actor;
using CityOps.Domain;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Cluster;

/// <summary>
/// Wakes one entity of each kind that does not exist, here and not in a shard, before the node goes in: what a process does for the first
/// time it does slowly, and the cases that move to a new node would wait for it. Nothing is written.
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
        await Task.WhenAll([ReadAsync(), .. _kinds.Select(k => WakeAsync(system.ActorOf(k.Entity, $"first-{k.Kind}")))]);

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
