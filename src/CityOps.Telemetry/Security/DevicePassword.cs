using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Passwords of devices, as they are kept. One that a person chose is hashed slowly (PBKDF2 with HMAC-SHA-512, 100,000 rounds, by
/// ASP.NET Core's <see cref="PasswordHasher{TUser}"/>), since it can be guessed. One that was generated here is 192 random bits,
/// which nobody guesses: a single SHA-256 keeps it as well, and a city's devices can all log in again within seconds of a restart.
/// Thread-safe.
/// </summary>
public static class DevicePassword
{
    /// <summary>The shortest password that a person may choose.</summary>
    public const int MinLength = 12;

    /// <summary>The longest; no more is hashed for who asks to log in.</summary>
    public const int MaxLength = 256;

    private const string Slow = "pbkdf2:";
    private const string Fast = "sha256:";
    private const int GeneratedBytes = 24;
    private static readonly PasswordHasher<string> Hasher = new();

    /// <summary>A new random password: 32 letters, digits, '-' and '_'.</summary>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(GeneratedBytes));

    /// <summary>The hash of a password that was chosen; takes tens of milliseconds.</summary>
    public static string HashChosen(string password) => Slow + Hasher.HashPassword(string.Empty, password);

    /// <summary>The hash of a password that <see cref="Generate"/> made; any other would be badly kept by it.</summary>
    public static string HashGenerated(string password) => Fast + Convert.ToBase64String(Digest(password));

    /// <summary>True if <see cref="Verify"/> takes its time with this hash.</summary>
    internal static bool IsSlow(string secret) => secret.StartsWith(Slow, StringComparison.Ordinal);

    /// <summary>True if the hash is that of the password.</summary>
    internal static bool Verify(string secret, string password) => password.Length <= MaxLength
        && (IsSlow(secret)
            ? Hasher.VerifyHashedPassword(string.Empty, secret[Slow.Length..], password) != PasswordVerificationResult.Failed
            : secret.StartsWith(Fast, StringComparison.Ordinal)
                && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(secret[Fast.Length..]), Digest(password)));

    private static byte[] Digest(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
