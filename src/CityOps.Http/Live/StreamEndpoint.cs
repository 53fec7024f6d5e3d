using CityOps.Domain.City;
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
            + "lists have to be read anew. Lines that begin with a colon are signs of life. After five minutes the answer ends: come again.")
        .Takes("topics", "bbox", "department", StreamRequest.LastEventId)
        .Refuses(429, 503);

    private static Results<StreamResult, ProblemHttpResult> Read(
        HttpRequest request, Caller caller, CityConfiguration city, StreamSources sources, StreamSeats seats, AccessTrail trail,
        CityHttpOptions options, TimeProvider clock)
    {
        if (!StreamRequest.TryRead(request, caller, city, out var stream, out var malformed))
        {
            return malformed;
        }

        switch (seats.Take(caller.Party))
        {
            case Seat.NoneForCaller:
                return Problem.Of(
                    StatusCodes.Status429TooManyRequests, "stream.tooMany",
                    $"You have {options.StreamReadersPerCaller:N0} streams open already. End some.");
            case Seat.None:
                return Problem.Of(
                    StatusCodes.Status503ServiceUnavailable, "stream.full", $"There are {options.StreamReaders:N0} readers already.");
        }

        if (stream is { Positions: true, Filter.HasCollectors: true })
        {
            // When it ends it is noted as any other call; until then it would be read unseen.
            caller.Shows("collector");
            trail.Note(request.HttpContext);
        }

        return new StreamResult(stream, sources, () => seats.Leave(caller.Party), clock);
    }
}
