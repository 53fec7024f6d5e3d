using System.Diagnostics;

namespace CityOps.Http;

internal static partial class HttpLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed; its trace is {Trace}.")]
    public static partial void Failed(ILogger log, Exception fault, string method, PathString path, ActivityTraceId? trace);

    [LoggerMessage(2, LogLevel.Error, "The keys could not be looked at; those that are known hold.")]
    public static partial void KeysNotRead(ILogger log, Exception fault);

    [LoggerMessage(3, LogLevel.Error, "The positions of other nodes' devices could not be followed; it is tried again.")]
    public static partial void PositionsNotFollowed(ILogger log, Exception fault);
}
