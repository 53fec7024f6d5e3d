using CityOps.Engine.Cluster;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Components;

/// <summary>Brings into this node's register what is registered on others.</summary>
internal sealed class ComponentFollower(ComponentRegister register, INodes nodes, TimeProvider clock, ILogger<ComponentFollower> logger)
    : NodeFollower(nodes, TimeSpan.FromSeconds(1), clock)
{
    protected override Task LookAsync(CancellationToken cancel) => register.FollowAsync(cancel);

    protected override void Failed(Exception cause) => logger.ComponentsNotFollowed(cause);
}
