using System.Security.Cryptography;
using NodaTime;

namespace CityOps.Engine.Webhooks;

/// <summary>The keys of a subscription: the one in force, and the one before it for as long as a receiver may still go by it.</summary>
public sealed class WebhookSecrets(byte[] current, byte[]? previous = null, Instant? previousUntil = null)
{
    /// <summary>How long messages are signed with both keys after a change.</summary>
    public static readonly Duration Overlap = Duration.FromHours(24);

    private const int Bytes = 32;

    /// <summary>The key in force.</summary>
    public ReadOnlyMemory<byte> Current => current;

    /// <summary>The key before it.</summary>
    public ReadOnlyMemory<byte>? Previous => previous is null ? null : previous;

    /// <summary>Until when the key before it is used too.</summary>
    public Instant? PreviousUntil => previousUntil;

    /// <summary>A new key.</summary>
    public static WebhookSecrets New() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>A new key beside the one in force.</summary>
    public WebhookSecrets Rotated(Instant now) => new(RandomNumberGenerator.GetBytes(Bytes), current, now + Overlap);

    /// <summary>The keys to sign with now.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> At(Instant now) =>
        previous is not null && previousUntil > now ? [current, previous] : [current];

    /// <summary>Shows nothing of them, wherever it is logged.</summary>
    public override string ToString() => "(secret)";
}
