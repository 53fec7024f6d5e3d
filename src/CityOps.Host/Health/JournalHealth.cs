using CityOps.Engine.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CityOps.Host.Health;

/// <summary>Asks the journal something. A check that only watches would not see that it is gone while nothing is written.</summary>
internal sealed class JournalHealth(IJournalReader journal) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var newest = await journal.NewestAsync(cancellationToken);
        return HealthCheckResult.Healthy($"The journal answers; its newest number is {newest}.");
    }
}
