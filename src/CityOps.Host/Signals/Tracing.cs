using CityOps.Engine;
using CityOps.Host.Configuration;
using CityOps.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CityOps.Host.Signals;

/// <summary>Sends spans to a collector.</summary>
internal static class Tracing
{
    /// <summary>Adds it; nothing, if there is no collector.</summary>
    public static void AddCityTracing(this IServiceCollection services, TracingSection tracing)
    {
        if (tracing.Endpoint.Length == 0)
        {
            return;
        }

        services.AddOpenTelemetry().WithTracing(spans => spans
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("cityops", serviceInstanceId: Environment.MachineName))
            .SetSampler(new EdgeSampler(tracing.SampleRatio))
            .AddSource(EngineTracing.SourceName, TelemetryTracing.SourceName)
            .AddAspNetCoreInstrumentation(http => http.Filter = IsTraced)
            .AddOtlpExporter(to =>
            {
                to.Protocol = OtlpExportProtocol.HttpProtobuf;
                to.Endpoint = EndpointOf(tracing.Endpoint);
            }));
    }

    /// <summary>The path of OTLP is meant where none is given.</summary>
    internal static Uri EndpointOf(string endpoint)
    {
        var given = new Uri(endpoint);
        return given.AbsolutePath == "/" ? new Uri(given, "v1/traces") : given;
    }

    /// <summary>Calls, not probes; a stream is open for hours.</summary>
    private static bool IsTraced(HttpContext context) =>
        (context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/api/v1/stream"))
        || context.Request.Path.StartsWithSegments("/open311");

    /// <summary>
    /// Which traces are recorded: what the caller's span says; of what comes without one, a share. Positions have been drawn at their
    /// connection.
    /// </summary>
    private sealed class EdgeSampler(double share) : Sampler
    {
        private readonly ParentBasedSampler _others = new(new TraceIdRatioBasedSampler(share));

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Name == TelemetryTracing.PositionSpan && samplingParameters.ParentContext.TraceId == default
                ? new SamplingResult(SamplingDecision.RecordAndSample)
                : _others.ShouldSample(samplingParameters);
    }
}
