using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>
/// How often something happens over the hours of a day: a Poisson process with a rate of its own each hour.
/// </summary>
internal sealed class DayCurve
{
    private const int Hours = 24;
    private readonly double[] _perHour;

    /// <param name="perDay">How many a day on average.</param>
    /// <param name="weights">The 24 hours' shares, in any unit.</param>
    public DayCurve(double perDay, IReadOnlyList<double> weights)
    {
        if (weights.Count != Hours || weights.Any(weight => weight < 0) || weights.Sum() <= 0)
        {
            throw new ArgumentException("A day has 24 weights, none negative and not all zero.", nameof(weights));
        }

        var sum = weights.Sum();
        _perHour = [.. weights.Select(weight => perDay * weight / sum)];
    }

    /// <summary>
    /// Collectors' reports: shifts run from 07:00 to 21:00, most is found on the first round and after the midday rest.
    /// </summary>
    public static IReadOnlyList<double> CollectorHours { get; } =
        [0, 0, 0, 0, 0, 0, 0, 6, 10, 12, 11, 8, 4, 5, 9, 10, 9, 7, 4, 3, 2, 0, 0, 0];

    /// <summary>Hotline calls: people call when they are awake and at home or on their way.</summary>
    public static IReadOnlyList<double> HotlineHours { get; } =
        [1, 0.5, 0.5, 0.5, 0.5, 1, 2, 5, 8, 9, 8, 7, 6, 6, 7, 7, 7, 8, 8, 7, 6, 5, 3, 2];

    /// <summary>The same at every hour.</summary>
    public static IReadOnlyList<double> EveryHour { get; } = [.. Enumerable.Repeat(1.0, Hours)];

    /// <summary>True if it never happens at all.</summary>
    public bool IsNever => _perHour.Sum() <= 0;

    /// <summary>How long from that time of day until the next one happens.</summary>
    public Duration UntilNext(LocalTime from, Chance chance)
    {
        // The waiting time in units of expected happenings is exponential; walk the hours until so many are used up.
        var left = chance.Exponential();
        var hour = from.Hour;
        const double hourLong = NodaConstants.NanosecondsPerHour;
        var share = 1 - (from.NanosecondOfDay % NodaConstants.NanosecondsPerHour / hourLong);
        var hours = 0.0;
        while (left > _perHour[hour] * share)
        {
            left -= _perHour[hour] * share;
            hours += share;
            share = 1;
            hour = (hour + 1) % Hours;
        }

        return Duration.FromHours(hours + (left / _perHour[hour]));
    }
}
