using Akka.Actor;
using CityOps.Domain;
using CityOps.Engine.Entities;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Engine.Wire;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Cluster;

/// <summary>
/// What a process does for the first time it does slowly, and the cases that move to a new node would wait for it. So, before it goes in, it
/// reads events, finds out how messages are written, and wakes one entity of each kind that does not exist, here and not in a shard. Nothing
/// is written.
/// </summary>
internal sealed class FirstWakes(IJournalReader journal, ILogger<FirstWakes> logger)
{
    private const int Events = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Read Question = new(StartShard.Entity, new Domain.Actor("node", Roles.System));

    private readonly List<(string Kind, Props Entity)> _kinds = [];

    /// <summary>A kind of entity.</summary>
    public void Add(string kind, Props entity) => _kinds.Add((kind, entity));

    /// <summary>Completes when all is done. What fails does not keep the node out.</summary>
    public async Task RunAsync(ActorSystem system, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(
            [
                Task.Run(WireCodec.Prepare, cancel),
                Task.Run(EventCodec.Prepare, cancel),
                ReadAsync(cancel),
                .. _kinds.Select(k => WakeAsync(system, k.Kind, k.Entity, cancel)),
            ]);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            logger.FirstWakesFailed(e);
        }
    }

    private static async Task WakeAsync(ActorSystem system, string kind, Props props, CancellationToken cancel)
    {
        var entity = system.ActorOf(props, $"first-{kind}");
        try
        {
            await entity.Ask<object>(Question, Patience, cancel);
        }
        finally
        {
            system.Stop(entity);
        }
    }

    /// <summary>Events are read when an entity wakes that has some.</summary>
    private async Task ReadAsync(CancellationToken cancel) =>
        await journal.AfterAsync(Math.Max(0, await journal.NewestAsync(cancel) - Events), Events, cancel);
}
