using System.Reflection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace CityOps.Http.Live;

/// <summary>
/// An answer that goes on until the reader or the program ends it, or has lasted its time. The reader has been counted in, and is
/// counted out here.
/// </summary>
internal sealed class StreamResult(StreamRequest stream, StreamSources sources, Action leave, TimeProvider clock) : IResult, IEndpointMetadataProvider
{
    /// <summary>Who may read is asked when a stream begins: so long after a key has ended nobody reads by it any more.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public const string MediaType = "text/event-stream";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        try
        {
            using var over = new CancellationTokenSource(Longest, clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, sources.Ticker.Stopping, over.Token);
            if (stream.Positions)
            {
                await sources.Positions.EnterAsync(ending.Token);
            }

            try
            {
                await RunAsync(httpContext, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // Who is still there comes again: they know where they were.
            }
            finally
            {
                if (stream.Positions)
                {
                    await sources.Positions.LeaveAsync();
                }
            }
        }
        finally
        {
            leave();
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));

    private Task RunAsync(HttpContext context, CancellationToken cancel)
    {
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-cache, no-store";

        // A proxy that collects the answer first would never send it.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return new StreamRun(stream, sources, context.Response.BodyWriter, json).RunAsync(cancel);
    }
}
