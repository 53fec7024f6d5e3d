using CityOps.Engine.Deadlines;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;

namespace CityOps.Host.Health;

/// <summary>Degraded while deadlines that are due wait for long; the engine serves all the same, and catches up.</summary>
internal sealed class DeadlineHealth(DeadlineWatch deadlines) : IHealthCheck
{
    private static readonly Duration Patience = Duration.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var behind = await deadlines.BehindAsync(cancellationToken);
        return behind <= Patience
            ? HealthCheckResult.Healthy("No deadline that is due waits for long.")
            : HealthCheckResult.Degraded($"A deadline has been due for {behind.TotalMinutes:0} minutes and has not fired.");
    }
}
