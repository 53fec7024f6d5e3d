using CityOps.Host.Configuration;
using Microsoft.Extensions.Logging.Console;

namespace CityOps.Host.Signals;

/// <summary>Logs on the standard output.</summary>
internal static class Logs
{
    /// <summary>Adds them in the form that the options say.</summary>
    public static void AddCityLogs(this ILoggingBuilder logs, LogsSection options) =>
        (IsJson(options)
            ? logs.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>().AddConsole(c => c.FormatterName = JsonLines.FormatName)
            : logs.AddSimpleConsole(c =>
            {
                c.SingleLine = true;
                c.TimestampFormat = "HH:mm:ss.fff ";
            }))
        .AddFilter("Microsoft", LogLevel.Warning)
        // A start that fails is told by this program, in one line.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
        .AddFilter("Akka", LogLevel.Warning)
        .AddFilter("CityOps", LogLevel.Information);

    /// <summary>True where every line is JSON.</summary>
    public static bool IsJson(LogsSection options) => options.Format == "json";
}
