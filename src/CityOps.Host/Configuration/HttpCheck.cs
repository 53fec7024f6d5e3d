using System.Net;

namespace CityOps.Host.Configuration;

/// <summary>Finds what is wrong with the options of HTTP.</summary>
internal static class HttpCheck
{
    public static IEnumerable<string> FaultsOf(CityOpsOptions.HttpSection http)
    {
        if (!IPAddress.TryParse(http.Address, out var address))
        {
            yield return $"CityOps:Http:Address is '{http.Address}', but takes an IP address such as 127.0.0.1.";
        }
        else if (!IPAddress.IsLoopback(address) && http.Tls.Certificate.Length == 0 && !http.AllowPlain)
        {
            yield return $"CityOps:Http:Address is {http.Address}, which is beyond loopback, but without TLS keys and tokens would be read on the way. Name a "
                + "certificate by CityOps:Http:Tls:Certificate, or, behind a proxy that ends TLS, set CityOps:Http:AllowPlain to true.";
        }

        if (http.Jwt.Authority.Length > 0 && !IsIssuer(http.Jwt.Authority))
        {
            yield return $"CityOps:Http:Jwt:Authority is '{http.Jwt.Authority}', but takes the https address of an issuer.";
        }

        if ((http.Jwt.Authority.Length == 0) != (http.Jwt.Audience.Length == 0))
        {
            yield return "CityOps:Http:Jwt has one of Authority and Audience, but needs both: a token for another service must not do here.";
        }

        foreach (var origin in OriginsOf(http).Where(o => !IsOrigin(o)))
        {
            yield return $"CityOps:Http:Origins has '{origin}', but takes origins such as https://desk.example.org, with commas between.";
        }

        foreach (var (name, value) in new[]
        {
            ("CallsPerSecond", http.Limits.CallsPerSecond), ("FailuresPerSecond", http.Limits.FailuresPerSecond),
            ("BurstSeconds", http.Limits.BurstSeconds), ("Connections", http.Limits.Connections),
        }.Where(limit => limit.Item2 <= 0))
        {
            yield return $"CityOps:Http:Limits:{name} is {value}, but must be above zero.";
        }

        if ((long)Math.Max(http.Limits.CallsPerSecond, http.Limits.FailuresPerSecond) * http.Limits.BurstSeconds > int.MaxValue)
        {
            yield return $"CityOps:Http:Limits:BurstSeconds is {http.Limits.BurstSeconds}, but so many seconds' worth of calls must be at most {int.MaxValue}.";
        }
    }

    /// <summary>What a demonstration must not have; it is open, and so on loopback alone.</summary>
    public static IEnumerable<string> FaultsOfDemo(CityOpsOptions.HttpSection http)
    {
        if (IPAddress.TryParse(http.Address, out var address) && !IPAddress.IsLoopback(address))
        {
            yield return $"CityOps:Http:Address is {http.Address}, but the demonstration is open and on loopback alone. Leave out --demo, or use 127.0.0.1.";
        }

        if (http.Tls.Certificate.Length > 0)
        {
            yield return "CityOps:Http:Tls:Certificate is set, but the demonstration is open and on loopback alone. Leave out --demo or TLS.";
        }
    }

    /// <summary>The origins, one by one.</summary>
    public static IReadOnlyList<string> OriginsOf(CityOpsOptions.HttpSection http) =>
        http.Origins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsIssuer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.GetLeftPart(UriPartial.Authority) == text;
}
