using System.Diagnostics;

namespace CityOps.Http;

internal static partial class HttpLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed; its trace is {Trace}.")]
    public static partial void Failed(ILogger log, Exception fault, string method, PathString path, ActivityTraceId? trace);

    [LoggerMessage(2, LogLevel.Error, "The keys could not be looked at; those that are known hold.")]
    public static partial void KeysNotRead(ILogger log, Exception fault);
}
