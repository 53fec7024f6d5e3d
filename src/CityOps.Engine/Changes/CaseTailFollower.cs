using CityOps.Engine.Cluster;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Changes;

/// <summary>Keeps the tail of cases going on the nodes where its feed is not.</summary>
internal sealed class CaseTailFollower(CaseTail tail, INodes nodes, EngineReadiness engine, TimeProvider clock, ILogger<CaseTailFollower> logger)
    : NodeFollower(nodes, TimeSpan.FromMilliseconds(100), clock)
{
    protected override Task BeginAsync(CancellationToken cancel) => engine.Ready.WaitAsync(cancel);

    protected override Task LookAsync(CancellationToken cancel) => tail.FollowAsync(cancel);

    protected override void Failed(Exception cause) => logger.TailNotFollowed(cause);
}
