using CityOps.Engine.Feeds;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CityOps.Host.Health;

/// <summary>Degraded while the lists of cases are long behind; a case itself is read from its actor all the same.</summary>
internal sealed class ListsHealth(FeedWatch feeds, TimeSpan patience) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var behind = (await feeds.ListsBehindAsync(cancellationToken)).ToTimeSpan();
        return behind <= patience
            ? HealthCheckResult.Healthy("The lists of cases keep up.")
            : HealthCheckResult.Degraded($"The lists of cases are {behind.TotalSeconds:0} s behind; see cityops_feed_lag_seconds.");
    }
}
