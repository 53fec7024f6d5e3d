using Akka.Actor;

namespace CityOps.Engine.Devices;

/// <summary>
/// The way of fixes to a device's actor. By its shard's region, which wakes it and leads to whichever node has it; but past it while the actor
/// is here and has lately been sent something by that way: two hops less for each fix. One fix never overtakes another: nothing goes
/// past the region before all that went through it has arrived. Thread-safe for one sender.
/// </summary>
internal struct DeviceWay
{
    private IActorRef? _actor;
    private int _inRegion;
    private long _byRegionAt;

    /// <summary>The actor, if fixes may go to it past the region.</summary>
    /// <param name="now">A time stamp.</param>
    /// <param name="longest">For how long its shard surely keeps an actor in memory that it sends nothing to.</param>
    public readonly IActorRef? Direct(long now, long longest) =>
        now - _byRegionAt < longest && Volatile.Read(in _inRegion) == 0 ? Volatile.Read(in _actor) : null;

    /// <summary>A message goes by the region.</summary>
    public void ByRegion(long now)
    {
        _byRegionAt = now;
        Interlocked.Increment(ref _inRegion);
    }

    /// <summary>A message that went by the region is with the actor. What the region lost never arrives, and then all go by it.</summary>
    public void Arrived(IActorRef actor)
    {
        Volatile.Write(ref _actor, actor);
        Interlocked.Decrement(ref _inRegion);
    }

    /// <summary>The actor ends.</summary>
    public void Gone(IActorRef actor) => Interlocked.CompareExchange(ref _actor, null, actor);
}
