using CityOps.Storage.Databases;
using CityOps.Engine.Webhooks;
using NodaTime;

namespace CityOps.Storage.Webhooks;

/// <summary>What becomes of deliveries, inside of the caller's transaction.</summary>
internal static class WebhookFates
{
    /// <summary>What was given up so long ago is not kept.</summary>
    private static readonly Duration DeadKeptFor = Duration.FromDays(30);

    public static void Settle(PreparedConnection connection, DeliveryFate fate, Instant now)
    {
        var (number, delivery) = (fate.Delivery.Number, fate.Delivery);
        switch (fate)
        {
            case DeliveryFate.Delivered:
                connection.Execute("DELETE FROM webhook_delivery WHERE number = @number", ("@number", number));
                connection.Execute(
                    "UPDATE webhook SET failing_since = NULL WHERE id = @id AND failing_since IS NOT NULL", ("@id", delivery.Webhook));
                Promote(connection, delivery, now);
                break;
            case DeliveryFate.Retried retried:
                // One before it may have been sent again while it was under way: then it waits for that one.
                connection.Execute(
                    """
                    UPDATE webhook_delivery SET due_at = CASE WHEN due_at IS NOT NULL THEN @due END, attempts = attempts + 1,
                        first_at = coalesce(first_at, @at), fault = @fault
                    WHERE number = @number
                    """,
                    ("@number", number), ("@due", retried.Due.ToUnixTimeMilliseconds()),
                    ("@at", retried.At.ToUnixTimeMilliseconds()), ("@fault", retried.Fault));
                NoteFailure(connection, delivery.Webhook, retried.At, retried.Fault);
                break;
            case DeliveryFate.Buried buried:
                connection.Execute(
                    """
                    UPDATE webhook_delivery SET due_at = NULL, dead_at = @at, attempts = attempts + 1, fault = @fault
                    WHERE number = @number
                    """,
                    ("@number", number), ("@at", buried.At.ToUnixTimeMilliseconds()), ("@fault", buried.Fault));
                connection.Execute(
                    "DELETE FROM webhook_delivery WHERE webhook = @webhook AND dead_at < @before",
                    ("@webhook", delivery.Webhook), ("@before", (now - DeadKeptFor).ToUnixTimeMilliseconds()));
                NoteFailure(connection, delivery.Webhook, buried.At, buried.Fault);
                Promote(connection, delivery, now);
                break;
            case DeliveryFate.Refused:
                connection.Execute(
                    "UPDATE webhook SET enabled = false, disabled_because = 'The target has answered 410: it wants no more.' WHERE id = @id",
                    ("@id", delivery.Webhook));
                break;
            default:
                throw new InvalidOperationException($"{fate.GetType()} is no fate of a delivery.");
        }
    }

    /// <summary>Tries what was given up again, as if it were new, and again in order for each case.</summary>
    public static int Revive(PreparedConnection connection, string webhook, string? @event, Instant now)
    {
        var revived = connection.Execute(
            """
            UPDATE webhook_delivery SET dead_at = NULL, attempts = 0, first_at = NULL
            WHERE webhook = @webhook AND dead_at IS NOT NULL AND (CAST(@event AS TEXT) IS NULL OR case_id || '-' || sequence = @event)
            """,
            ("@webhook", webhook), ("@event", @event));
        PutInOrder(connection, webhook, now);
        return revived;
    }

    /// <summary>
    /// Drops what waits or was given up and is not of the subscription's place, which is another now: who has it there may not see the rest.
    /// </summary>
    public static void DropOutside(PreparedConnection connection, Webhook webhook, Instant now)
    {
        var deliveries = connection.Query(
            $"SELECT {WebhookRows.DeliveryColumns} FROM webhook_delivery WHERE webhook = @webhook", WebhookRows.Delivery, ("@webhook", webhook.Id));
        foreach (var delivery in deliveries.Where(d => !d.Change.IsOf(webhook.Jurisdiction, webhook.Department)))
        {
            connection.Execute("DELETE FROM webhook_delivery WHERE number = @number", ("@number", delivery.Number));
        }

        PutInOrder(connection, webhook.Id, now);
    }

    /// <summary>Of each case the first that waits is due, and no other.</summary>
    private static void PutInOrder(PreparedConnection connection, string webhook, Instant now) => connection.Execute(
        """
        UPDATE webhook_delivery AS d SET due_at = CASE
            WHEN sequence = (SELECT min(sequence) FROM webhook_delivery e
                WHERE e.webhook = d.webhook AND e.case_id = d.case_id AND e.dead_at IS NULL)
            THEN coalesce(due_at, @now) END
        WHERE webhook = @webhook AND dead_at IS NULL
        """,
        ("@webhook", webhook), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>Ends a subscription that has had nothing but failures for as long as a delivery is tried: its outbox would only grow.</summary>
    private static void NoteFailure(PreparedConnection connection, string webhook, Instant at, string fault)
    {
        connection.Execute(
            "UPDATE webhook SET failing_since = @at WHERE id = @id AND failing_since IS NULL",
            ("@id", webhook), ("@at", at.ToUnixTimeMilliseconds()));
        connection.Execute(
            "UPDATE webhook SET enabled = false, disabled_because = @because WHERE id = @id AND enabled = true AND failing_since <= @since",
            ("@id", webhook), ("@since", (at - RetrySchedule.GivenUpAfter).ToUnixTimeMilliseconds()),
            ("@because", $"The target has taken nothing for {RetrySchedule.GivenUpAfter.TotalHours:0} hours; the last fault: {fault}"));
    }

    /// <summary>The next of the case is due, unless one of it is already.</summary>
    private static void Promote(PreparedConnection connection, Delivery delivery, Instant now) => connection.Execute(
        """
        UPDATE webhook_delivery SET due_at = @now WHERE number = (
            SELECT number FROM webhook_delivery WHERE webhook = @webhook AND case_id = @case AND dead_at IS NULL
            ORDER BY sequence LIMIT 1) AND due_at IS NULL
        """,
        ("@webhook", delivery.Webhook), ("@case", delivery.Change.Case.Value), ("@now", now.ToUnixTimeMilliseconds()));
}
