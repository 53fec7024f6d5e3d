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

    public void Note(Device? device, string topic, Rejection reason, Instant now) =>
        Note(new Refusal(now, device?.ToString(), topic, reason.Code, reason.Message, reason.Field));

    /// <summary>Keeps the beginning of what could not be understood, too.</summary>
    public void Note(Device? device, string topic, Rejection reason, Instant now, ReadOnlySpan<byte> raw, int count = 1) =>
        Note(new Refusal(now, device?.ToString(), topic, reason.Code, reason.Message, reason.Field)
        {
            Count = count,
            Raw = raw.IsEmpty ? null : Convert.ToHexString(raw.Length <= MaxRaw ? raw : raw[..MaxRaw]),
        });

    public void Note(Refusal refusal)
    {
        metrics.Refused(refusal.Code, refusal.Count);
        refusals.Note(refusal with { Topic = Shown(refusal.Topic) });
        lock (_gate)
        {
            _since += refusal.Count;
            if (refusal.At - _noticedAt < BetweenNotices)
            {
                return;
            }

            logger.Refusing(_since, refusal.Code);
            _noticedAt = refusal.At;
            _since = 0;
        }
    }

    // A topic comes from outside: it may be long, and nobody wants to read all of it.
    private static string Shown(string topic) => topic.Length <= 200 ? topic : topic[..200];
}
