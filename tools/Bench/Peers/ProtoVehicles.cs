using Proto;
using Proto.Cluster;
using Proto.Cluster.SingleNode;
using Proto.Remote;
using Proto.Remote.GrpcNet;

namespace CityOps.Bench.Peers;

/// <summary>A cluster of one of Proto.Actor, with a virtual actor a vehicle.</summary>
internal sealed class ProtoVehicles(Proto.Cluster.Cluster cluster) : IPeerVehicles
{
    private const string Kind = "vehicle";

    public static async Task<IPeerVehicles> StartAsync()
    {
        var system = new ActorSystem()
            .WithRemote(RemoteConfig.BindToLocalhost())
            .WithCluster(ClusterConfig.Setup("peer", new SingleNodeProvider(), new SingleNodeLookup())
                .WithClusterKind(Kind, Props.FromProducer(() => new VehicleActor())));
        await system.Cluster().StartMemberAsync();
        return new ProtoVehicles(system.Cluster());
    }

    public Task ApplyAsync(string vehicle, PeerFix fix) =>
        cluster.RequestAsync<Taken>(vehicle, Kind, fix, CancellationToken.None);

    private sealed class Taken
    {
        public static readonly Taken Instance = new();
    }

    private sealed class VehicleActor : IActor
    {
        private PeerFix? _last;

        public Task ReceiveAsync(IContext context)
        {
            if (context.Message is PeerFix fix)
            {
                _last = _last is null || fix.Time > _last.Time ? fix : _last;
                context.Respond(Taken.Instance);
            }

            return Task.CompletedTask;
        }
    }
}
