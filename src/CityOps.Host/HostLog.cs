namespace CityOps.Host;

internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "CityOps is ready: {City} {Version}, at {Http}.")]
    public static partial void Ready(this ILogger logger, string city, string version, string http);
}
