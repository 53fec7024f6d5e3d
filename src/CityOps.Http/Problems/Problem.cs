using System.Diagnostics;
using CityOps.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace CityOps.Http.Problems;

/// <summary>Every error as one kind of document (RFC 9457), with a stable code and the errors by field.</summary>
internal static class Problem
{
    /// <summary>What concerns the whole city is asked for by somebody of a part of it.</summary>
    public static ProblemHttpResult OfWholeCity => Of(
        StatusCodes.Status403Forbidden, "caller.notWholeCity", "This is for those who act for the whole city.");

    /// <summary>A problem document.</summary>
    public static ProblemHttpResult Of(
        int status, string code, string detail, params IEnumerable<KeyValuePair<string, object?>> extensions) =>
        TypedResults.Problem(
            detail: detail,
            statusCode: status,
            title: ReasonPhrases.GetReasonPhrase(status),
            type: $"urn:cityops:problem:{code}",
            extensions: [new("code", code), .. Trace(), .. extensions]);

    /// <summary>By what the lines of the log about the request are found.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> Trace() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } request ? [new("traceId", request.TraceId.ToHexString())] : [];

    /// <summary>A part of the request that is not the body cannot be read: 400.</summary>
    public static ProblemHttpResult Malformed(string name, string why) =>
        Malformed(new Dictionary<string, string[]> { [name] = [why] });

    /// <summary>Parts of the request that are not the body cannot be read: 400.</summary>
    public static ProblemHttpResult Malformed(IReadOnlyDictionary<string, string[]> errors) => Of(
        StatusCodes.Status400BadRequest,
        "request.malformed",
        $"The request cannot be read: {string.Join(", ", errors.Keys)}.",
        new KeyValuePair<string, object?>("errors", errors));

    /// <summary>The body can be read, but fields of it are wrong: 422.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Of(
        StatusCodes.Status422UnprocessableEntity,
        "request.invalid",
        $"Fields are missing or wrong: {string.Join(", ", errors.Keys)}.",
        new KeyValuePair<string, object?>("errors", errors));

    /// <summary>The id of a request came before with another one: 422.</summary>
    /// <param name="where">The header or field that has it.</param>
    public static ProblemHttpResult KeyReused(string where) => Of(
        StatusCodes.Status422UnprocessableEntity,
        "request.keyReused",
        "The id was used for another request. The same request may be sent again; another one needs an id of its own.",
        new KeyValuePair<string, object?>(
            "errors", new Dictionary<string, string[]> { [where] = ["It was used for a request that asks for something else."] }));

    /// <summary>A refusal of the engine.</summary>
    public static ProblemHttpResult ToProblem(
        this Rejection reason, params IEnumerable<KeyValuePair<string, object?>> extensions) =>
        Of(StatusOf(reason.Kind), reason.Code, reason.Message, [.. ErrorsOf(reason), .. extensions]);

    private static int StatusOf(RejectionKind kind) => kind switch
    {
        RejectionKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RejectionKind.NotFound => StatusCodes.Status404NotFound,
        RejectionKind.Conflict => StatusCodes.Status409Conflict,
        RejectionKind.Forbidden => StatusCodes.Status403Forbidden,
        RejectionKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static IEnumerable<KeyValuePair<string, object?>> ErrorsOf(Rejection reason) => reason.Field is { } field
        ? [new("errors", new Dictionary<string, string[]> { [field] = [reason.Message] })]
        : [];
}
