using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Answers;

/// <summary>The version that a change is meant for, by <c>If-Match</c> (RFC 9110 13.1.1).</summary>
internal static class ExpectedVersion
{
    // A version that nothing can have.
    private const long None = -1;

    /// <summary>
    /// False with the answer where <c>If-Match</c> is no list of tags: who asks for a condition and is not understood must not be answered as
    /// if they had asked for none.
    /// </summary>
    public static bool IsValid(HttpRequest request, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var given = request.Headers.IfMatch;
        problem = given.Count == 0 || (EntityTagHeaderValue.TryParseStrictList([.. given.OfType<string>()], out var tags) && tags.Count > 0)
            ? null
            : Problem.Malformed(HeaderNames.IfMatch, "It is no ETag, which stands in quotes, nor a list of them.");
        return problem is null;
    }

    /// <summary>
    /// Null where there is no <c>If-Match</c> or any version will do. Of several tags the one that holds now; a weak tag, or one that is no
    /// number, fits none.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="now">Reads the version that it has now; asked only where several tags are given.</param>
    public static async Task<long?> OfAsync(HttpRequest request, Func<Task<long?>> now)
    {
        var wanted = request.GetTypedHeaders().IfMatch;
        if (wanted.Count == 0 || wanted.Any(EntityTagHeaderValue.Any.Equals))
        {
            return null;
        }

        List<long> versions = [.. wanted.Select(VersionOf).OfType<long>()];
        return versions switch
        {
            [] => None,
            [var only] => only,
            _ => await now() is { } current && versions.Contains(current) ? current : None,
        };
    }

    // What stands behind the number (the light of a case) turns by itself: an act is meant for the number.
    private static long? VersionOf(EntityTagHeaderValue tag) => !tag.IsWeak
        && tag.ToString().Trim('"').Split('-') is [var number, ..]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}
