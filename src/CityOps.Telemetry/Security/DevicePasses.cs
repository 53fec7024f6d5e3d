using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using CityOps.Domain;
using CityOps.Domain.Devices;

namespace CityOps.Telemetry.Security;

/// <summary>
/// The connections that were let in, by the client id under which the broker has them, and how many there may be. To find one is a
/// look-up without a lock. Thread-safe.
/// </summary>
internal sealed class DevicePasses(LimitOptions limits, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DevicePass> _byClient = new(StringComparer.Ordinal);

    // One for each user who was ever let in, so no more than there are accounts and certificates: who comes anew has no new burst.
    private readonly ConcurrentDictionary<string, UserShare> _shares = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>
    /// The client id of the user as the broker sees it. Every user has client ids of their own, so that nobody takes over or
    /// disturbs another's session by using its id.
    /// </summary>
    public static string ClientOf(DeviceUser user, string clientId) => $"{user}|{clientId}";

    /// <summary>What the user's connections share.</summary>
    public UserShare ShareOf(DeviceUser user)
    {
        var rate = user.Device is null ? limits.GatewayMessagesPerSecond : limits.MessagesPerSecond;
        return _shares.GetOrAdd(
            user.ToString(),
            (_, r) => new UserShare(new TokenBucket(r, (double)r * limits.BurstSeconds, clock)), rate);
    }

    /// <summary>What the user's connections share; null where none was ever let in.</summary>
    public UserShare? KnownShareOf(string user) => _shares.GetValueOrDefault(user);

    /// <summary>Lets a connection in; one with the same client id is replaced by it.</summary>
    /// <param name="client">The client id, by <see cref="ClientOf"/>.</param>
    /// <param name="pass">The connection.</param>
    /// <param name="stale">A session of the user that was not used for longest, to be ended since there are too many; or null.</param>
    /// <returns>Why there is no place for it; null where there is.</returns>
    public Rejection? Enter(string client, DevicePass pass, out string? stale)
    {
        stale = null;
        var share = pass.Share;
        lock (share.Gate)
        {
            if (!share.Connected.Contains(client))
            {
                if (share.Connected.Count >= limits.ConnectionsPerUser)
                {
                    return SecurityRefusals.TooManyOwnConnections;
                }

                if (Interlocked.Increment(ref _count) > limits.Connections)
                {
                    Interlocked.Decrement(ref _count);
                    return SecurityRefusals.TooManyConnections;
                }

                share.Connected.Add(client);
            }

            _byClient[client] = pass;
            share.Sessions.Remove(client);
            share.Sessions.Add(client);
            if (share.Sessions.Count > 2 * limits.ConnectionsPerUser)
            {
                stale = share.Sessions.Find(s => !share.Connected.Contains(s));
            }

            return null;
        }
    }

    /// <summary>A connection has ended; does nothing where the client has come again from elsewhere.</summary>
    public void Leave(string client, EndPoint from)
    {
        if (!_byClient.TryGetValue(client, out var pass))
        {
            return;
        }

        lock (pass.Share.Gate)
        {
            if (_byClient.TryGetValue(client, out pass) && pass.EndPoint.Equals(from) && pass.Share.Connected.Remove(client))
            {
                _byClient.TryRemove(client, out _);
                Interlocked.Decrement(ref _count);
            }
        }
    }

    /// <summary>The broker has ended a session.</summary>
    public void Forget(string client)
    {
        if (_shares.TryGetValue(UserOf(client), out var share))
        {
            lock (share.Gate)
            {
                share.Sessions.Remove(client);
            }
        }
    }

    /// <summary>The connection of a client.</summary>
    public bool TryGet(string client, [NotNullWhen(true)] out DevicePass? pass) => _byClient.TryGetValue(client, out pass);

    /// <summary>The clients of a user that may have a session, connected or not.</summary>
    public IReadOnlyList<string> ClientsOf(string user)
    {
        if (!_shares.TryGetValue(user, out var share))
        {
            return [];
        }

        lock (share.Gate)
        {
            return [.. share.Sessions.Union(share.Connected)];
        }
    }

    /// <summary>The gateways that are connected.</summary>
    public IEnumerable<DevicePass> Gateways => _byClient.Values.Where(p => p.IsGateway);

    private static string UserOf(string client) => client.IndexOf('|') is var end and >= 0 ? client[..end] : client;
}
