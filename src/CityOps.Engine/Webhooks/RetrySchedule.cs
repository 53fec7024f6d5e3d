using NodaTime;

namespace CityOps.Engine.Webhooks;

/// <summary>When a delivery that failed is tried again. Pure.</summary>
public static class RetrySchedule
{
    /// <summary>A delivery that has failed for so long is given up; so is a subscription all of whose deliveries have.</summary>
    public static readonly Duration GivenUpAfter = Duration.FromHours(24);

    /// <summary>By how much a wait is longer at most, so that what failed together does not come again together.</summary>
    public const double Jitter = 0.25;

    private static readonly Duration[] Waits =
    [
        Duration.FromSeconds(5), Duration.FromSeconds(30), Duration.FromMinutes(2), Duration.FromMinutes(10), Duration.FromMinutes(30),
        Duration.FromHours(1),
    ];

    /// <summary>What becomes of a delivery that has just failed.</summary>
    /// <param name="delivery">The delivery as it was before.</param>
    /// <param name="fault">What went wrong.</param>
    /// <param name="now">When.</param>
    /// <param name="chance">From 0 to 1: how much of the jitter is added.</param>
    public static DeliveryFate AfterFailure(Delivery delivery, string fault, Instant now, double chance)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var wait = Waits[Math.Min(delivery.Attempts, Waits.Length - 1)] * (1 + (Jitter * chance));
        return now - (delivery.FirstTriedAt ?? now) >= GivenUpAfter
            ? new DeliveryFate.Buried(delivery, now, fault)
            : new DeliveryFate.Retried(delivery, now, now + wait, fault);
    }
}
