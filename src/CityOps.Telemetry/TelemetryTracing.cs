using System.Diagnostics;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Ingest;

namespace CityOps.Telemetry;

/// <summary>The spans of devices' messages, until they may be acknowledged. Thread-safe.</summary>
public static class TelemetryTracing
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "CityOps.Telemetry";

    /// <summary>The span of a message with positions. Which have one is decided at the connection, and by nobody after it.</summary>
    public const string PositionSpan = "mqtt position";

    /// <summary>The property of an MQTT 5 message with the span that sent it (W3C Trace Context).</summary>
    internal const string Property = "traceparent";

    private static readonly ActivitySource Source = new(SourceName);

    internal static bool IsOn => Source.HasListeners();

    /// <summary>A message that came, which is the current span from now on; null if it is not recorded.</summary>
    /// <param name="topic">What it came on.</param>
    /// <param name="sender">The span that sent it; null if it does not say so.</param>
    /// <param name="share">Of how many messages with positions there are spans.</param>
    internal static Activity? Message(Topic topic, string? sender, double share)
    {
        var name = SpanOf(topic.Kind);
        if (name == PositionSpan && !IsDrawn(share))
        {
            return null;
        }

        // What cannot be read counts as not there, as the standard says.
        ActivityContext.TryParse(sender, null, isRemote: true, out var parent);
        return Source.StartActivity(name, ActivityKind.Consumer, parent)?.SetTag("cityops.device", topic.Device.ToString());
    }

    /// <summary>Ends the span of a message with it.</summary>
    internal static async Task EndAsync(Activity message, Task durable)
    {
        try
        {
            await durable;
            message.SetStatus(ActivityStatusCode.Ok);
        }
        catch (Exception e)
        {
            message.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
        finally
        {
            message.Dispose();
        }
    }

    /// <summary>Who waits for positions: the sender itself, or in a few cases one that makes spans of it.</summary>
    internal static IFixSender Position(Topic topic, int count, IFixSender sender, double share)
    {
        if (!Source.HasListeners() || !IsDrawn(share))
        {
            return sender;
        }

        var message = Apart(default, PositionSpan, ActivityKind.Consumer);
        message?.SetTag("cityops.device", topic.Device.ToString()).SetTag("cityops.fixes", count);
        return message is null ? sender : new TracedSender(message, sender);
    }

    private static string SpanOf(TopicKind kind) => kind switch
    {
        TopicKind.Position or TopicKind.Jt808 or TopicKind.OwnTracks => PositionSpan,
        TopicKind.Report => "mqtt report",
        TopicKind.Shift => "mqtt shift",
        TopicKind.Result => "mqtt result",
        TopicKind.Response => "mqtt response",
        TopicKind.Status => "mqtt status",
        _ => throw new UnreachableException(),
    };

    private static bool IsDrawn(double share) => share > 0 && Random.Shared.NextDouble() < share;

    /// <summary>A span that does not become the current one: a connection goes on with other messages.</summary>
    private static Activity? Apart(ActivityContext parent, string name, ActivityKind kind)
    {
        var before = Activity.Current;
        Activity.Current = null;
        var started = Source.StartActivity(name, kind, parent);
        Activity.Current = before;
        return started;
    }

    /// <summary>Makes spans of a message with positions, and of its commit.</summary>
    internal sealed class TracedSender(Activity message, IFixSender sender) : IFixSender
    {
        private Activity? _writing;

        /// <summary>Its commit begins.</summary>
        public void Write() => _writing = Apart(message.Context, "journal positions", ActivityKind.Internal);

        public void Durable(int receipt)
        {
            var before = Activity.Current;
            _writing?.Dispose();
            message.Dispose();
            Activity.Current = before;
            sender.Durable(receipt);
        }
    }
}
