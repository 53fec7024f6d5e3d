using CityOps.Engine.Ports;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Answers;

/// <summary>Reads pages of the read model.</summary>
internal static class Pages
{
    /// <summary>The page, or 400 for a cursor that the read model did not make.</summary>
    public static async Task<Results<Ok<Listing<TBody>>, ProblemHttpResult>> ReadAsync<TRow, TBody>(
        Func<Task<Page<TRow>>> read, Func<TRow, TBody> body)
    {
        try
        {
            var page = await read();
            return TypedResults.Ok(new Listing<TBody>([.. page.Items.Select(body)], page.Next, page.AsOf));
        }
        catch (InvalidCursorException)
        {
            return Problem.Malformed("after", "It is no cursor of this list.");
        }
    }
}
