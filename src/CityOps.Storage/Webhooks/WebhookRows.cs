using System.Data.Common;
using System.Text.Json;
using CityOps.Engine.Changes;
using CityOps.Engine.Journal;
using CityOps.Engine.Webhooks;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Webhooks;

/// <summary>How subscriptions and deliveries stand in their tables.</summary>
internal static class WebhookRows
{
    public const string WebhookColumns =
        """
        w.id, w.url, w.types, w.jurisdiction, w.department, w.created_at, w.created_by, w.secret, w.old_secret, w.old_until, w.enabled,
        w.disabled_because
        """;

    public const string DeliveryColumns = "number, webhook, change, attempts, first_at, fault";

    public static Webhook Webhook(DbDataReader r) => new(
        r.GetString(0), new Uri(r.GetString(1)), r.GetString(2).Split(',', StringSplitOptions.RemoveEmptyEntries), r.Text(3), r.Text(4),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(5)), r.GetString(6))
    {
        Secrets = new WebhookSecrets(
            r.GetFieldValue<byte[]>(7), r.IsDBNull(8) ? null : r.GetFieldValue<byte[]>(8), r.Time(9)),
        Enabled = r.GetBoolean(10),
        DisabledBecause = r.Text(11),
    };

    public static Delivery Delivery(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1),
        JsonSerializer.Deserialize<CaseChange>(r.GetString(2), EventJson.Options) ?? throw new StorageException("A delivery is null."),
        r.GetInt32(3), r.Time(4), r.Text(5));

    public static string Text(CaseChange change) => JsonSerializer.Serialize(change with { Before = null }, EventJson.Options);
}
