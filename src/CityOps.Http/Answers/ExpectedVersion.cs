using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Answers;

/// <summary>The version that a change is meant for, by <c>If-Match</c> (RFC 9110 13.1.1).</summary>
internal static class ExpectedVersion
{
    // A version that nothing can have.
    private const long None = -1;

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

    private static long? VersionOf(EntityTagHeaderValue tag) => !tag.IsWeak
        && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}
