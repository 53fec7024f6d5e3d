using NodaTime;

namespace CityOps.Http.Answers;

/// <summary>A part of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">Give it as <c>after</c> to read on; null at the end.</param>
/// <param name="AsOf">Everything recorded before this moment is in the list.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Next, Instant AsOf);

/// <summary>Lists that are whole.</summary>
internal static class Listing
{
    public static Listing<T> Whole<T>(IEnumerable<T> items, Instant asOf) => new([.. items], null, asOf);
}
