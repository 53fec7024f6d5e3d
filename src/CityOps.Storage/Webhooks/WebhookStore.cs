using System.Data.Common;
using System.Globalization;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Storage.Feeds;
using CityOps.Storage.Lists;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Webhooks;

/// <summary>Subscriptions and their outbox in the read model's file.</summary>
internal sealed class WebhookStore(CityDatabases data, ReadModelWriter writer, IJournalReader journal, TimeProvider clock) : IWebhooks
{
    // So many may have all that one may have.
    private const int Makers = 10;

    private const string Standing =
        $"""
        SELECT {WebhookRows.WebhookColumns},
            (SELECT count(*) FROM webhook_delivery d WHERE d.webhook = w.id AND d.dead_at IS NULL),
            (SELECT count(*) FROM webhook_delivery d WHERE d.webhook = w.id AND d.dead_at IS NOT NULL)
        FROM webhook w
        """;

    public Task<IReadOnlyList<WebhookStanding>> ListAsync(CancellationToken cancel) => ReadAsync(
        $"{Standing} ORDER BY w.created_at, w.id", StandingOf, cancel);

    public async Task<WebhookStanding?> GetAsync(string id, CancellationToken cancel) =>
        await ReadAsync($"{Standing} WHERE w.id = @id", StandingOf, cancel, ("@id", id)) is [var standing] ? standing : null;

    public async Task<bool> AddAsync(Webhook webhook, int most, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var (after, added) = (await journal.NewestAsync(cancel), 0);
        await writer.WriteThroughAsync(
            connection =>
            {
                connection.TakeTurn(WebhookOutbox.Turn);
                added = connection.Execute(
                    """
                    INSERT INTO webhook SELECT @id, @url, @types, @jurisdiction, @department, @createdAt, @createdBy, @secret, NULL, NULL, true,
                        NULL, @after, NULL
                    WHERE (SELECT count(*) FROM webhook WHERE created_by = @createdBy) < @most AND (SELECT count(*) FROM webhook) < @mostOfAll
                    ON CONFLICT DO NOTHING
                    """,
                    ("@id", webhook.Id), ("@url", webhook.Url.AbsoluteUri), ("@types", string.Join(',', webhook.Types)),
                    ("@jurisdiction", webhook.Jurisdiction), ("@department", webhook.Department),
                    ("@createdAt", webhook.CreatedAt.ToUnixTimeMilliseconds()), ("@createdBy", webhook.CreatedBy),
                    ("@secret", webhook.Secrets.Current.ToArray()), ("@after", after), ("@most", most), ("@mostOfAll", most * Makers));
            },
            cancel);
        return added > 0;
    }

    public Task SwitchAsync(Webhook webhook, Instant now, CancellationToken cancel) => ChangeAsync(
        webhook, now, "enabled = @enabled, disabled_because = @because, failing_since = NULL", webhook.Enabled, cancel,
        ("@enabled", webhook.Enabled), ("@because", webhook.DisabledBecause));

    public Task ReplaceAsync(Webhook webhook, Instant now, CancellationToken cancel) => writer.WriteThroughAsync(
        connection =>
        {
            connection.TakeTurn(WebhookOutbox.Turn);
            var places = connection.Query(
                "SELECT jurisdiction, department FROM webhook WHERE id = @id", r => (r.Text(0), r.Text(1)), ("@id", webhook.Id));
            Change(
                connection, webhook, now,
                "url = @url, types = @types, jurisdiction = @jurisdiction, department = @department, failing_since = NULL", true,
                ("@url", webhook.Url.AbsoluteUri), ("@types", string.Join(',', webhook.Types)),
                ("@jurisdiction", webhook.Jurisdiction), ("@department", webhook.Department));
            if (places is [var place] && place != (webhook.Jurisdiction, webhook.Department))
            {
                WebhookFates.DropOutside(connection, webhook, now);
            }
        },
        cancel);

    public Task RotateAsync(Webhook webhook, Instant now, CancellationToken cancel) => ChangeAsync(
        webhook, now, "old_secret = secret, old_until = @until, secret = @secret", false, cancel,
        ("@secret", webhook.Secrets.Current.ToArray()), ("@until", webhook.Secrets.PreviousUntil?.ToUnixTimeMilliseconds()));

    public Task RemoveAsync(string id, CancellationToken cancel) => writer.WriteThroughAsync(
        connection =>
        {
            connection.TakeTurn(WebhookOutbox.Turn);
            connection.Execute("DELETE FROM webhook WHERE id = @id", ("@id", id));
            connection.Execute("DELETE FROM webhook_delivery WHERE webhook = @id", ("@id", id));
        },
        cancel);

    public Task<IReadOnlyList<Webhook>> DueAsync(Instant now, CancellationToken cancel) => ReadAsync(
        $"""
        SELECT {WebhookRows.WebhookColumns} FROM webhook w WHERE w.enabled = true
            AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook = w.id AND d.due_at <= @now)
        """,
        WebhookRows.Webhook, cancel, ("@now", now.ToUnixTimeMilliseconds()));

    public Task<IReadOnlyList<Delivery>> DueOfAsync(string webhook, Instant now, int limit, CancellationToken cancel) => ReadAsync(
        $"""
        SELECT {WebhookRows.DeliveryColumns} FROM webhook_delivery WHERE webhook = @webhook AND due_at <= @now
            AND EXISTS (SELECT 1 FROM webhook WHERE id = @webhook AND enabled = true)
        ORDER BY due_at LIMIT @limit
        """,
        WebhookRows.Delivery, cancel, ("@webhook", webhook), ("@now", now.ToUnixTimeMilliseconds()), ("@limit", limit));

    public async Task<bool> SettleAsync(Webhook webhook, IReadOnlyList<DeliveryFate> fates, Instant now, CancellationToken cancel)
    {
        var isEnabled = false;
        await writer.WriteAsync(
            connection =>
            {
                connection.TakeTurn(WebhookOutbox.Turn);
                var isTarget = connection.Query("SELECT url FROM webhook WHERE id = @id", r => new Uri(r.GetString(0)), ("@id", webhook.Id))
                    is [var url] && url == webhook.Url;
                foreach (var fate in fates.Where(f => isTarget || f is DeliveryFate.Delivered))
                {
                    WebhookFates.Settle(connection, fate, now);
                }

                isEnabled = connection.Scalar("SELECT count(*) FROM webhook WHERE id = @id AND enabled = true", ("@id", webhook.Id)) > 0;
            },
            cancel);
        return isEnabled;
    }

    public async Task<Page<Delivery>> DeadAsync(string webhook, int limit, string? after, CancellationToken cancel)
    {
        var from = after is null ? 0 : Cursor.Parse(after).Key;
        var rows = await ReadAsync(
            $"""
            SELECT {WebhookRows.DeliveryColumns} FROM webhook_delivery
            WHERE webhook = @webhook AND dead_at IS NOT NULL AND number > @after ORDER BY number LIMIT @limit
            """,
            WebhookRows.Delivery, cancel, ("@webhook", webhook), ("@after", from), ("@limit", limit + 1));
        var page = rows.Take(limit).ToList();
        return new Page<Delivery>(
            page,
            rows.Count > limit ? new Cursor(page[^1].Number, page[^1].Number.ToString(CultureInfo.InvariantCulture)).ToString() : null,
            clock.GetCurrentInstant());
    }

    public async Task<int> ReviveAsync(string webhook, string? @event, Instant now, CancellationToken cancel)
    {
        var revived = 0;
        await writer.WriteAsync(
            connection =>
            {
                connection.TakeTurn(WebhookOutbox.Turn);
                revived = WebhookFates.Revive(connection, webhook, @event, now);
            },
            cancel);
        return revived;
    }

    /// <summary>
    /// Sets the columns that are meant and no other: another change may be under way. Anew, what waits has as long as if it had just
    /// happened: of what has failed for a day, the first further failure would be the last.
    /// </summary>
    private Task ChangeAsync(
        Webhook webhook, Instant now, string columns, bool isAnew, CancellationToken cancel, params (string Name, object? Value)[] values) =>
        writer.WriteThroughAsync(
            connection =>
            {
                connection.TakeTurn(WebhookOutbox.Turn);
                Change(connection, webhook, now, columns, isAnew, values);
            },
            cancel);

    private static void Change(
        PreparedConnection connection, Webhook webhook, Instant now, string columns, bool isAnew, params (string Name, object? Value)[] values)
    {
        connection.Execute($"UPDATE webhook SET {columns} WHERE id = @id", [("@id", webhook.Id), .. values]);
        connection.Execute(
            "UPDATE webhook_delivery SET due_at = @now WHERE webhook = @id AND due_at > @now",
            ("@id", webhook.Id), ("@now", now.ToUnixTimeMilliseconds()));
        if (isAnew)
        {
            connection.Execute(
                "UPDATE webhook_delivery SET attempts = 0, first_at = NULL WHERE webhook = @id AND dead_at IS NULL", ("@id", webhook.Id));
        }
    }

    private static WebhookStanding StandingOf(DbDataReader r) =>
        new(WebhookRows.Webhook(r), r.GetInt32(12), r.GetInt32(13));

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancel,
        params (string Name, object? Value)[] parameters) => Task.Run<IReadOnlyList<T>>(
        () =>
        {
            using var connection = data.ReadModel.Open();
            return connection.Query(sql, read, parameters);
        },
        cancel);
}
