using Microsoft.Extensions.Logging;

namespace CityOps.Telemetry;

internal static partial class TelemetryLog
{
    [LoggerMessage(1, LogLevel.Information, "The broker takes devices in at {Address}:{Port}.")]
    public static partial void BrokerStarted(this ILogger logger, string address, int port);

    [LoggerMessage(2, LogLevel.Error,
        "{Count} fixes could not be written; they are kept, not acknowledged, and written again in a second.")]
    public static partial void FixLogFailed(this ILogger logger, Exception cause, int count);

    [LoggerMessage(3, LogLevel.Error, "A message on '{Topic}' could not be handled and is not acknowledged.")]
    public static partial void MessageFailed(this ILogger logger, Exception cause, string topic);

    [LoggerMessage(4, LogLevel.Warning, "Messages are refused: {Count} since the last notice, {Code} most recently.")]
    public static partial void Refusing(this ILogger logger, long count, string code);

    [LoggerMessage(5, LogLevel.Warning, "The engine cannot answer a message on '{Topic}' now; it waits.")]
    public static partial void EngineAway(this ILogger logger, string topic);

    [LoggerMessage(6, LogLevel.Information, "Terminals are taken in by JT/T 808 at {Endpoint}.")]
    public static partial void Jt808Started(this ILogger logger, string endpoint);

    [LoggerMessage(7, LogLevel.Error, "A terminal's connection failed; it is closed, and the terminal comes again.")]
    public static partial void Jt808ConnectionFailed(this ILogger logger, Exception cause);

    [LoggerMessage(8, LogLevel.Warning, "{Count} fixes did not reach their devices, which go by later ones; the tracks have them.")]
    public static partial void FixesGoneAstray(this ILogger logger, long count);

    [LoggerMessage(9, LogLevel.Error, "Commands could not be carried to the terminal of {Vehicle}; they go again when it comes.")]
    public static partial void CommandsFailed(this ILogger logger, Exception cause, string vehicle);

    [LoggerMessage(20, LogLevel.Error, "Accounts of devices could not be read or written; this is tried again in a second.")]
    public static partial void AccountsNotRead(this ILogger logger, Exception cause);

    [LoggerMessage(21, LogLevel.Error, "A connection over TLS could not be accepted.")]
    public static partial void NotAccepted(this ILogger logger, Exception cause);

    [LoggerMessage(30, LogLevel.Information, "{Connection} takes devices' messages from the broker at {Host}:{Port}.")]
    public static partial void BrokerReached(this ILogger logger, string connection, string host, int port);

    [LoggerMessage(31, LogLevel.Warning, "{Connection} does not reach the broker at {Host}:{Port} and goes on trying: {Why}")]
    public static partial void BrokerAway(this ILogger logger, string connection, string host, int port, string why);

    [LoggerMessage(32, LogLevel.Warning,
        "The broker has forgotten the session of {Connection}: what devices sent while it was away may be lost.")]
    public static partial void BrokerForgot(this ILogger logger, string connection);

    [LoggerMessage(33, LogLevel.Warning, "A message on '{Topic}' could not be handled; it is tried again, and not acknowledged meanwhile.")]
    public static partial void BrokerMessageFailed(this ILogger logger, Exception cause, string topic);
}
