using CityOps.Telemetry.Mqtt.External;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CityOps.Host.Health;

/// <summary>Degraded while the city's own broker is not reached; the engine serves over HTTP all the same, and goes on trying.</summary>
internal sealed class BrokerHealth(BrokerWatch broker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(broker.Fault is { } fault
            ? HealthCheckResult.Degraded($"The city's broker is not reached. {fault}")
            : HealthCheckResult.Healthy("Messages of devices come in."));
}
