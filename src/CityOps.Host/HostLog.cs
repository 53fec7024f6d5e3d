using NodaTime;

namespace CityOps.Host;

internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "CityOps is ready: {City} {Version}, at {Http}.")]
    public static partial void Ready(this ILogger logger, string city, string version, string http);

    [LoggerMessage(2, LogLevel.Warning, "A certificate for {Certificate} ends at {End}: put another in its place, then restart.")]
    public static partial void CertificateEnds(this ILogger logger, string certificate, Instant end);
}
