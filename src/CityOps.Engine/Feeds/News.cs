using CityOps.Domain;

namespace CityOps.Engine.Feeds;

/// <summary>What feeds tell entities.</summary>
internal static class News
{
    /// <summary>
    /// Stops the feed where an entity did not take its news, so that they are told again. Not found is fine: the city has no such
    /// entity any more, and nobody waits for it.
    /// </summary>
    public static void MustBeTaken<TView>(this Answer<TView> answer, string who)
    {
        if (answer is Answer<TView>.Refused { Reason: { Kind: not RejectionKind.NotFound } reason })
        {
            throw new InvalidOperationException($"{who} did not take news: {reason.Code}.");
        }
    }
}
