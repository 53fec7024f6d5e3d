using CityOps.Domain.Cases;

namespace CityOps.Http.Cases;

/// <summary>What is left of a text that names a collector, for those who are not told of collectors.</summary>
internal static class Masks
{
    /// <summary>
    /// The id of a handset's message, <c>{collector}/{message}</c>: nothing of it. A case's id is made of both, so that whoever knows the
    /// message could try out with each collector of the city whose it is.
    /// </summary>
    public static string Source(Domain.Channel channel, string id, CaseSight sight) =>
        channel == Domain.Channel.Collector && !sight.Collectors && id.Contains('/', StringComparison.Ordinal) ? "" : id;
}
