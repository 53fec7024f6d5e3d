using CityOps.Storage.Databases;
using CityOps.Engine;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Storage.Feeds;

namespace CityOps.Storage.Webhooks;

/// <summary>What webhooks are to be told, made from the changes of cases.</summary>
internal sealed class WebhookOutbox(TimeProvider clock) : IProjection
{
    /// <summary>
    /// The turn of whoever writes subscriptions or deliveries ("Webhook" as a number): what comes in goes by what is open, and what has
    /// ended lets the next go, which would see nothing of each other at the same time, on two nodes.
    /// </summary>
    public const long Turn = 0x57_65_62_68_6F_6F_6B;

    public string Feed => "changes";

    public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
    {
        connection.TakeTurn(Turn);
        var webhooks = connection.Query(
            $"SELECT {WebhookRows.WebhookColumns}, w.after FROM webhook w WHERE w.enabled = true",
            r => (Webhook: WebhookRows.Webhook(r), After: r.GetInt64(12)));
        foreach (var (webhook, after) in webhooks)
        {
            foreach (var journalled in events)
            {
                if (journalled.Ordering > after && journalled.Event is CaseChange change && webhook.Wants(change))
                {
                    Add(connection, webhook, change);
                }
            }
        }
    }

    /// <summary>Nothing: what was delivered cannot be made again.</summary>
    public void Clear(PreparedConnection connection)
    {
    }

    private void Add(PreparedConnection connection, Webhook webhook, CaseChange change) => connection.Execute(
        """
        INSERT INTO webhook_delivery (webhook, case_id, sequence, change, due_at, attempts)
        SELECT @webhook, @case, @sequence, @change,
            CASE WHEN EXISTS (SELECT 1 FROM webhook_delivery WHERE webhook = @webhook AND case_id = @case AND dead_at IS NULL)
                THEN NULL ELSE @now END,
            0
        WHERE true ON CONFLICT DO NOTHING
        """,
        ("@webhook", webhook.Id), ("@case", change.Case.Value), ("@sequence", change.Sequence), ("@change", WebhookRows.Text(change)),
        ("@now", clock.GetCurrentInstant().ToUnixTimeMilliseconds()));
}
