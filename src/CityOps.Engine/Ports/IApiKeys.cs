using CityOps.Domain;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>
/// The keys that other systems call with. Another process may change them at any time; whoever keeps something of them asks what has
/// changed. Thread-safe.
/// </summary>
public interface IApiKeys
{
    /// <summary>Every key, also those that were revoked, by name.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel);

    /// <summary>Adds a key.</summary>
    /// <returns>False where there is, or was, one of that name: what a name has done stays its own.</returns>
    Task<bool> AddAsync(ApiKey key, CancellationToken cancel);

    /// <summary>Revokes a key for good.</summary>
    /// <returns>False where there is no such key, or it was revoked before.</returns>
    Task<bool> RevokeAsync(string name, Instant at, CancellationToken cancel);

    /// <summary>Notes when keys were used last.</summary>
    Task NoteUseAsync(IReadOnlyDictionary<string, Instant> lastUses, CancellationToken cancel);

    /// <summary>The keys that were added or revoked after the given revision; 0 for all of them. In the order of the changes.</summary>
    Task<IReadOnlyList<ApiKey>> ChangedAsync(long after, CancellationToken cancel);
}

/// <summary>A key, without its secret.</summary>
/// <param name="Name">What it is called, and who acts when it is used; unique for ever.</param>
/// <param name="Hash">The SHA-256 of its secret, which is random and so long that nobody guesses it.</param>
/// <param name="Holder">Who acts with it: roles, and jurisdiction or department.</param>
/// <param name="Scopes">What it may be used for, whatever the roles.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
public sealed record ApiKey(
    string Name, ReadOnlyMemory<byte> Hash, KeyHolder Holder, KeyScopes Scopes, Instant CreatedAt, Instant? ExpiresAt)
{
    /// <summary>When it was used last, by the minute; null for never.</summary>
    public Instant? UsedAt { get; init; }

    /// <summary>When it was revoked; null while it holds.</summary>
    public Instant? RevokedAt { get; init; }

    /// <summary>Grows with every change of any key but its use; the store gives it.</summary>
    public long Revision { get; init; }
}

/// <summary>Who acts with a key.</summary>
/// <param name="Roles">In which roles.</param>
/// <param name="Jurisdiction">For which jurisdiction, by its code; null where the department says it.</param>
/// <param name="Department">For which department.</param>
public sealed record KeyHolder(Roles Roles, string? Jurisdiction, string? Department);

/// <summary>What a key may be used for.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every GET.</summary>
    Read = 1,

    /// <summary>Reports.</summary>
    Report = 2,

    /// <summary>The acts of the workflow.</summary>
    Act = 4,

    /// <summary>Commands to devices.</summary>
    Command = 8,

    /// <summary>What changes who and what is connected: the quarantine, subscriptions.</summary>
    Configure = 16,

    /// <summary>All of it.</summary>
    All = Read | Report | Act | Command | Configure,
}
