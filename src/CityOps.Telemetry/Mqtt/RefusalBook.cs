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
    private readonly Lock _gate = new();
    private Instant _noticedAt = Instant.MinValue;
    private long _since;

    public void Note(Device? device, string topic, Rejection reason, Instant now)
    {
        metrics.Refused(reason.Code);
        refusals.Note(new Refusal(now, device?.ToString(), Shown(topic), reason.Code, reason.Message, reason.Field));
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
