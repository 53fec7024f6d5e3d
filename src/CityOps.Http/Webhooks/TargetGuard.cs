using System.Net;
using System.Net.Sockets;

namespace CityOps.Http.Webhooks;

/// <summary>
/// Says which targets a webhook may have. The address is looked at when the connection is made, since a name that was fine when it
/// was subscribed may lead elsewhere now.
/// </summary>
internal sealed class TargetGuard(WebhookOptions options)
{
    // What is not of the public Internet: IANA's registries of special-purpose addresses.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
            "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Why the URL can be no target; null where it can.</summary>
    public string? FaultOf(Uri url) =>
        HostOf(url) is not { } host ? "Its host is none that the name system can have."
        : url.Scheme != Uri.UriSchemeHttps && !(options.PrivateTargets && url.Scheme == Uri.UriSchemeHttp) ? "It is no https URL."
        : url.UserInfo.Length > 0 || url.Fragment.Length > 0 ? "It has a user or a fragment."
        : options.Hosts.Count > 0 && !options.Hosts.Any(allowed => IsOf(host, allowed)) ? "Its host is none that this city's webhooks may lead to."
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) && !Allows(address) ? "Its address is of a private network."
        : null;

    /// <summary>True if a connection may be made to the address.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return options.PrivateTargets || !NotPublic.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }

    /// <summary>Connects to an address of the host that is allowed.</summary>
    /// <exception cref="HttpRequestException">There is none.</exception>
    public async ValueTask<System.IO.Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var end = context.DnsEndPoint;
        var addresses = await Dns.GetHostAddressesAsync(end.Host, cancel);
        if (addresses.Where(Allows).ToArray() is not { Length: > 0 } allowed)
        {
            throw new HttpRequestException("The target's address is of a private network.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, end.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The host as the name system has it; null where a label of it is too long for that.</summary>
    private static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool IsOf(string host, string allowed) => allowed.StartsWith('.')
        ? host.EndsWith(allowed, StringComparison.OrdinalIgnoreCase)
        : host.Equals(allowed, StringComparison.OrdinalIgnoreCase);
}
