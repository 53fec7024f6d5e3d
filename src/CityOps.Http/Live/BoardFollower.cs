using CityOps.Engine.Cluster;
using CityOps.Engine.Ports;

namespace CityOps.Http.Live;

/// <summary>Brings positions of other nodes' devices, which do not post to this one, to who follows them here.</summary>
internal sealed class BoardFollower(LivePositions positions, INodes nodes, TimeProvider clock, ILogger<BoardFollower> log)
    : NodeFollower(nodes, StreamTicker.Between, clock)
{
    protected override Task LookAsync(CancellationToken cancel) => positions.FollowAsync(cancel);

    protected override void Failed(Exception cause) => HttpLog.PositionsNotFollowed(log, cause);
}
