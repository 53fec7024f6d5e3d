using CityOps.Engine.Ports;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Answers;

/// <summary>Reads pages of the read model.</summary>
internal static class Pages
{
    /// <summary>The page, or 400 for a cursor that the read model did not make.</summary>
    public static async Task<Results<Ok<Listing<TBody>>, ProblemHttpResult>> ReadAsync<TRow, TBody>(
        Func<Task<Page<TRow>>> read, Func<TRow, TBody> body) =>
        await TryReadAsync(read, body) is { } list ? TypedResults.Ok(list) : NoCursor;

    /// <summary>The page, on a map where that is asked for, or 400 for a cursor that the read model did not make.</summary>
    public static async Task<Results<Mapped<Listing<TBody>, FeatureCollection<TBody>>, ProblemHttpResult>> ReadAsync<TRow, TBody>(
        Func<Task<Page<TRow>>> read, Func<TRow, TBody> body, Func<TBody, Feature<TBody>> feature) =>
        await TryReadAsync(read, body) is { } list
            ? new Mapped<Listing<TBody>, FeatureCollection<TBody>>(list, () => FeatureCollection<TBody>.Of(list, feature))
            : NoCursor;

    private static ProblemHttpResult NoCursor => Problem.Malformed("after", "It is no cursor of this list.");

    private static async Task<Listing<TBody>?> TryReadAsync<TRow, TBody>(Func<Task<Page<TRow>>> read, Func<TRow, TBody> body)
    {
        try
        {
            var page = await read();
            return new Listing<TBody>([.. page.Items.Select(body)], page.Next, page.AsOf);
        }
        catch (InvalidCursorException)
        {
            return null;
        }
    }
}
