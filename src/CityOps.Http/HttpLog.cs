namespace CityOps.Http;

internal static partial class HttpLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void Failed(ILogger log, Exception fault, string method, PathString path);

    [LoggerMessage(2, LogLevel.Error, "The keys could not be looked at; those that are known hold.")]
    public static partial void KeysNotRead(ILogger log, Exception fault);
}
