using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Live;

/// <summary>Every change, live.</summary>
internal static class StreamEndpoint
{
    public static void MapStream(this IEndpointRouteBuilder api) => api
        .MapGet("/stream", Read)
        .Describe(
            "stream", "Follow cases and positions",
            "Server-Sent Events. 'case': what has become of a case, in the order of the journal; its id, given back as Last-Event-ID, "
            + "resumes without a gap and without anything twice. 'positions': once a second, the devices that have changed and those that "
            + "have left the box; with 'reset', all that are in it. 'reset': the id given back is not of this engine's data, so that "
            + "lists have to be read anew. Lines that begin with a colon are signs of life.")
        .Takes("topics", "bbox", "department", StreamRequest.LastEventId)
        .Refuses(503);

    private static Results<StreamResult, ProblemHttpResult> Read(
        HttpRequest request, Caller caller, StreamSources sources, CityHttpOptions options) =>
        !StreamRequest.TryRead(request, caller, out var stream, out var malformed) ? malformed
        : !sources.Beat.TryEnter(options.StreamReaders) ? Problem.Of(
            StatusCodes.Status503ServiceUnavailable, "stream.full", $"There are {options.StreamReaders:N0} readers already.")
        : new StreamResult(stream, sources);
}
