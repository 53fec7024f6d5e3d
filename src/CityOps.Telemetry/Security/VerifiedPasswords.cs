using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Passwords that were found right in this run, so that a device that comes again costs microseconds: a hash under a key that only
/// this process has, over the password and the account's own hash, so that a changed account is checked anew. Bounded. Thread-safe.
/// </summary>
internal sealed class VerifiedPasswords(int capacity = VerifiedPasswords.Capacity)
{
    /// <summary>How many are kept; about 200 bytes each.</summary>
    public const int Capacity = 200_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _byUser = new(StringComparer.Ordinal);

    /// <summary>True if the password was found right before, for the account's hash as it is now.</summary>
    public bool Knows(string user, string secret, string password) =>
        _byUser.TryGetValue(user, out var known)
        && CryptographicOperations.FixedTimeEquals(known, Mark(secret, password));

    /// <summary>The password was found right.</summary>
    public void Note(string user, string secret, string password)
    {
        if (_byUser.Count >= capacity)
        {
            // Of more devices than a city has: they are checked slowly once more.
            _byUser.Clear();
        }

        _byUser[user] = Mark(secret, password);
    }

    private byte[] Mark(string secret, string password) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{secret}\0{password}"));
}
