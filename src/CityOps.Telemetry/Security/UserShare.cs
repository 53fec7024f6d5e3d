namespace CityOps.Telemetry.Security;

/// <summary>
/// What the connections of one user have in common, however often they come and go: how much they may send, and who they are. Its
/// lists are guarded by <see cref="Gate"/>.
/// </summary>
internal sealed class UserShare(TokenBucket bucket)
{
    public Lock Gate { get; } = new();

    /// <summary>
    /// Held while a connection of the user is let in and while their sessions are ended: one that comes back at once is not taken for
    /// the one that is being ended.
    /// </summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>How much the user may send.</summary>
    public TokenBucket Bucket => bucket;

    /// <summary>The clients that are connected.</summary>
    public HashSet<string> Connected { get; } = new(StringComparer.Ordinal);

    /// <summary>The clients that may have a session at the broker, the one used last at the end.</summary>
    public List<string> Sessions { get; } = [];
}
