using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Open311;

/// <summary>What cannot be found.</summary>
internal static class OpenProblems
{
    public static ProblemHttpResult ServiceUnknown => NotFound("The service_code was not found. GET services lists them.");

    public static ProblemHttpResult JurisdictionUnknown => NotFound("The jurisdiction_id was not found. It may be left out.");

    public static ProblemHttpResult FormatUnknown => NotFound("There is nothing under this path. Calls end in .json or .xml.");

    private static ProblemHttpResult NotFound(string detail) => Problem.Of(StatusCodes.Status404NotFound, "open311.notFound", detail);
}
