using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CityOps.Engine.Webhooks;
using NodaTime;

namespace CityOps.Http.Webhooks;

/// <summary>Signs as Standard Webhooks 1.0 says, symmetric: HMAC-SHA256 over id, time in seconds and body, joined by dots.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";

    /// <summary>A key as a receiver is given it.</summary>
    public static string TextOf(ReadOnlyMemory<byte> secret) => SecretPrefix + Convert.ToBase64String(secret.Span);

    /// <summary>The value of the header: one signature for each key that counts at the time.</summary>
    public static string Of(WebhookSecrets secrets, string id, Instant at, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{TimeOf(at)}."), .. body];
        return string.Join(
            ' ', secrets.At(at).Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret.Span, content))}"));
    }

    /// <summary>The time as the header has it.</summary>
    public static string TimeOf(Instant at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
