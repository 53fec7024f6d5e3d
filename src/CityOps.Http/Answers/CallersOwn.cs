using CityOps.Http.Calling;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Answers;

/// <summary>What an answer says to whoever keeps it: what a caller sees and may do is theirs alone.</summary>
internal static class CallersOwn
{
    // In demo mode a header of its own says who acts.
    private static readonly string[] Vary = [Callers.KeyHeader, HeaderNames.Authorization, DemoCallers.ActingHeader];

    /// <summary>Has the caller alone keep the answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="kept">How long.</param>
    public static void KeepToCaller(this HttpResponse response, string kept)
    {
        response.Headers.CacheControl = $"private, {kept}";
        response.Headers.Append(HeaderNames.Vary, Vary);
    }
}
