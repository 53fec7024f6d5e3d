using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Open311;

/// <summary>Problems as GeoReport has them: a list of codes and descriptions, the code being the status.</summary>
internal static class OpenFaults
{
    /// <summary>Writes a problem in the form of the interface that was called.</summary>
    public static Task AnswerAsync(this ProblemHttpResult problem, HttpContext context) =>
        context.Request.IsOpen311() ? Of(problem).ExecuteAsync(context) : problem.ExecuteAsync(context);

    /// <summary>The problem as a list; one entry for each field that is wrong.</summary>
    public static OpenAnswer<IReadOnlyList<OpenFaultBody>> Of(ProblemHttpResult problem)
    {
        var status = StatusOf(problem.StatusCode);
        var details = problem.ProblemDetails;
        IEnumerable<string> texts = details.Extensions.TryGetValue("errors", out var found) && found is IReadOnlyDictionary<string, string[]> errors
            ? errors.SelectMany(field => field.Value.Select(why => $"{NameOf(field.Key)}: {why}"))
            : [details.Detail ?? details.Title ?? "The request cannot be answered."];
        return new([.. texts.Select(text => new OpenFaultBody(status, text))], "errors") { Status = status };
    }

    /// <summary>Answers of endpoints that are problems leave in this form too.</summary>
    public static async ValueTask<object?> Translate(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        return inner is ProblemHttpResult problem ? Of(problem) : inner;
    }

    // GeoReport knows 400, 403 for a key that is missing or wrong, and 404; what it does not name stays as it is.
    private static int StatusOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => StatusCodes.Status403Forbidden,
        StatusCodes.Status409Conflict or StatusCodes.Status422UnprocessableEntity => StatusCodes.Status400BadRequest,
        _ => status,
    };

    private static string NameOf(string field) => field switch
    {
        "lon" => "long",
        "reporter" => "account_id",
        _ => field,
    };
}

/// <summary>What is wrong.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Description">For people.</param>
internal sealed record OpenFaultBody(int Code, string Description);
