using CityOps.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CityOps.Http.Health;

/// <summary>What probes ask, without credentials.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", Live)
            .Describe("health", "Is the process alive?", "That it answers is all: no check runs, since what the checks find no restart mends.")
            .Answers<HealthBody>(StatusCodes.Status200OK)
            .Answers<HealthBody>(StatusCodes.Status503ServiceUnavailable);
        endpoints.MapGet("/health/ready", Ready)
            .Describe("health", "Can the engine serve?", "Runs every check. 503 while one of them fails.")
            .Answers<HealthBody>(StatusCodes.Status200OK)
            .Answers<HealthBody>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<JsonHttpResult<HealthBody>> Live(HealthCheckService checks, CancellationToken cancel) =>
        Check(checks, _ => false, cancel);

    private static Task<JsonHttpResult<HealthBody>> Ready(HealthCheckService checks, CancellationToken cancel) =>
        Check(checks, _ => true, cancel);

    private static async Task<JsonHttpResult<HealthBody>> Check(
        HealthCheckService checks, Func<HealthCheckRegistration, bool> which, CancellationToken cancel)
    {
        var report = await checks.CheckHealthAsync(which, cancel);
        return TypedResults.Json(
            HealthBody.From(report),
            statusCode: report.Status == HealthStatus.Unhealthy
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK);
    }
}

/// <summary>How the engine is.</summary>
/// <param name="Status">The worst of the checks: healthy, degraded or unhealthy.</param>
/// <param name="Checks">Each check.</param>
internal sealed record HealthBody(HealthStatus Status, IReadOnlyList<HealthCheckBody> Checks)
{
    public static HealthBody From(HealthReport report) => new(
        report.Status,
        [
            .. report.Entries.Select(e => new HealthCheckBody(e.Key, e.Value.Status, Said(e.Value))),
        ]);

    /// <summary>What an exception says may name the database, its address and its user, and probes need no credentials.</summary>
    private static string? Said(HealthReportEntry check) => check.Exception is null ? check.Description : "It could not be found out; the log says why.";
}

/// <summary>One check.</summary>
internal sealed record HealthCheckBody(string Name, HealthStatus Status, string? Description);
