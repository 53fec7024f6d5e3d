using Akka.Util;

namespace CityOps.Engine.Deadlines;

/// <summary>How the index is divided among workers. The number is in the table: to change it, rebuild the feed.</summary>
internal static class DeadlineSlices
{
    public const int Count = 4;

    /// <summary>The slice that an entity belongs to, the same in every process.</summary>
    public static int Of(string entity) => (int)((uint)MurmurHash.StringHash(entity) % Count);
}
