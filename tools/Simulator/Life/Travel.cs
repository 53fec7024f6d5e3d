using CityOps.Domain.Geo;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>Where someone is and how they move.</summary>
/// <param name="Place">The true place, before the receiver's error.</param>
/// <param name="Heading">Degrees clockwise from north.</param>
/// <param name="Speed">Over ground; zero at a rest.</param>
internal readonly record struct Moving(GeoPoint Place, Bearing Heading, Speed Speed);

/// <summary>Someone on the way from goal to goal: a straight line to each, a rest at some.</summary>
/// <param name="start">Where they set out.</param>
/// <param name="next">The goal after the one just reached.</param>
/// <param name="rest">How long to rest at a goal; zero for none.</param>
/// <param name="pace">The speed of the next leg.</param>
internal sealed class Travel(GeoPoint start, Func<GeoPoint> next, Func<Duration> rest, Func<Speed> pace)
{
    private GeoPoint _goal = start;
    private Duration _resting = Duration.Zero;
    private Speed _pace = pace();

    /// <summary>Where they are.</summary>
    public Moving Now { get; private set; } = new(start, default, default);

    /// <summary>Goes on for so long.</summary>
    public Moving Advance(Duration time)
    {
        var left = time.TotalSeconds;
        while (left > 0.001)
        {
            left = _resting > Duration.Zero ? Rest(left) : Go(left);
        }

        return Now;
    }

    private double Rest(double seconds)
    {
        var used = Math.Min(seconds, _resting.TotalSeconds);
        _resting -= Duration.FromSeconds(used);
        Now = Now with { Speed = default };
        return seconds - used;
    }

    private double Go(double seconds)
    {
        var (east, north) = LocalPlane.Between(Now.Place, _goal);
        var distance = Math.Sqrt((east * east) + (north * north));
        var reach = _pace.MetresPerSecond * seconds;
        if (reach < distance)
        {
            var share = reach / distance;
            Now = new(
                LocalPlane.Offset(Now.Place, east * share, north * share),
                new Bearing(LocalPlane.HeadingOf(east, north)),
                _pace);
            return 0;
        }

        Now = Now with { Place = _goal };
        _goal = next();
        _resting = rest();
        _pace = pace();

        // A leg of no length takes a millisecond, so that goals which are all one place cannot hold the loop.
        return seconds - Math.Max(distance / _pace.MetresPerSecond, 0.001);
    }
}
