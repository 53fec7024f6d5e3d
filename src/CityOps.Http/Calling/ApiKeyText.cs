using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Domain;

namespace CityOps.Http.Calling;

/// <summary>
/// A key as it is handed out: <c>cityops.{name}.{secret}</c>. The secret is 256 random bits, which nobody guesses: a single SHA-256 keeps
/// it well, and can be computed for every call.
/// </summary>
public static class ApiKeyText
{
    private const string Prefix = "cityops.";
    private const int SecretBytes = 32;
    private const int MaxLength = 200;

    /// <summary>Makes a key of the name, and its hash.</summary>
    public static (string Text, byte[] Hash) Make(string name)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return ($"{Prefix}{name}.{secret}", Digest(secret));
    }

    /// <summary>The name, and the hash of the secret; false for what is no key.</summary>
    internal static bool TryParse(string text, out string name, out byte[] hash)
    {
        var dot = text.LastIndexOf('.');
        (name, hash) = (string.Empty, []);
        if (text.Length > MaxLength || dot <= Prefix.Length || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        (name, hash) = (text[Prefix.Length..dot], Digest(text[(dot + 1)..]));
        return Identifier.IsValid(name);
    }

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
