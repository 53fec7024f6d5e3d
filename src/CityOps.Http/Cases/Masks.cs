using CityOps.Domain.Cases;

namespace CityOps.Http.Cases;

/// <summary>What is left of a text that names a collector, for those who are not told of collectors.</summary>
internal static class Masks
{
    /// <summary>A message id of a handset begins with the collector's id: <c>{collector}/{message}</c>.</summary>
    public static string Source(Domain.Channel channel, string id, CaseSight sight) =>
        channel == Domain.Channel.Collector && !sight.Collectors ? id[(id.LastIndexOf('/') + 1)..] : id;
}
