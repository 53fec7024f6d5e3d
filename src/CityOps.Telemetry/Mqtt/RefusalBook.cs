using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Telemetry.Mqtt;

/// <summary>Counts what is refused, keeps the newest for look-up, and tells the log at most once a minute. Thread-safe.</summary>
internal sealed class RefusalBook(IRefusals refusals, TelemetryMetrics metrics, ILogger<RefusalBook> logger)
{
    private static readonly Duration BetweenNotices = Duration.FromMinutes(1);

    // Half a kilobyte a refusal: with 10,000 of them, some megabytes.
    private const int MaxRaw = 256;

    private readonly Lock _gate = new();
    private Instant _noticedAt = Instant.MinValue;
    private long _since;

    /// <param name="device">Who sent it.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="reason">Why it is refused.</param>
    /// <param name="now">When.</param>
    /// <param name="raw">What could not be understood; its beginning is kept.</param>
    public void Note(Device? device, string topic, Rejection reason, Instant now, ReadOnlySpan<byte> raw = default)
    {
        metrics.Refused(reason.Code);
        refusals.Note(new Refusal(now, device?.ToString(), Shown(topic), reason.Code, reason.Message, reason.Field)
        {
            Raw = raw.IsEmpty ? null : Convert.ToHexString(raw.Length <= MaxRaw ? raw : raw[..MaxRaw]),
        });
        lock (_gate)
        {
            _since++;
            if (now - _noticedAt < BetweenNotices)
            {
                return;
            }

            logger.Refusing(_since, reason.Code);
            _noticedAt = now;
            _since = 0;
        }
    }

    // A topic comes from outside: it may be long, and nobody wants to read all of it.
    private static string Shown(string topic) => topic.Length <= 200 ? topic : topic[..200];
}
