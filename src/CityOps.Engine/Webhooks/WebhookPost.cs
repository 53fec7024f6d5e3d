using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Webhooks;

/// <summary>
/// Brings what waits in the outbox to its targets: at least once, in order for each case and subscription. Each subscription has its
/// own turn, so that a slow target holds up nobody else. One step after the other.
/// </summary>
public sealed class WebhookPost(
    IWebhooks webhooks, Func<IWebhookTarget> target, EngineMetrics metrics, TimeProvider clock, ILogger<WebhookPost> logger)
{
    /// <summary>After a turn that could not be ended its subscription rests.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private const int Batch = 32;

    /// <summary>So many messages are under way to one target.</summary>
    private const int AtOnce = 8;

    private readonly Dictionary<string, Task> _turns = [];

    /// <summary>Begins a turn for every subscription that has something due and none under way.</summary>
    /// <returns>False: what comes of a turn is not waited for.</returns>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        foreach (var (id, turn) in _turns.Where(t => t.Value.IsCompleted).ToList())
        {
            _turns.Remove(id);
            if (!turn.IsCompletedSuccessfully)
            {
                logger.WebhookTurnFailed(turn.Exception, id);
                _turns[id] = Task.Delay(Rest, clock, cancel);
            }
        }

        foreach (var webhook in await webhooks.DueAsync(clock.GetCurrentInstant(), cancel))
        {
            if (!_turns.ContainsKey(webhook.Id))
            {
                _turns[webhook.Id] = TakeTurnAsync(webhook, cancel);
            }
        }

        return false;
    }

    private async Task TakeTurnAsync(Webhook webhook, CancellationToken cancel)
    {
        // Read anew for each batch: a turn may take long, and its URL or secret change meanwhile.
        for (Webhook? current = webhook; current is not null; current = await DueStillAsync(webhook.Id, cancel))
        {
            await SendAsync(current, cancel);
        }
    }

    /// <summary>The subscription as it is now; null where it is no more, is not enabled or has nothing due.</summary>
    private async Task<Webhook?> DueStillAsync(string id, CancellationToken cancel) =>
        (await webhooks.DueAsync(clock.GetCurrentInstant(), cancel)).FirstOrDefault(w => w.Id == id);

    private async Task SendAsync(Webhook webhook, CancellationToken cancel)
    {
        var due = await webhooks.DueOfAsync(webhook.Id, clock.GetCurrentInstant(), Batch, cancel);
        if (due.Count == 0)
        {
            return;
        }

        var fates = new DeliveryFate[due.Count];
        await Parallel.ForAsync(
            0, due.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (i, stop) => fates[i] = FateOf(due[i], await target().SendAsync(webhook, due[i].Change, stop)));
        if (!await webhooks.SettleAsync(webhook, fates, clock.GetCurrentInstant(), cancel))
        {
            logger.WebhookDisabled(webhook.Id);
        }
    }

    private DeliveryFate FateOf(Delivery delivery, TargetAnswer answer)
    {
        DeliveryFate fate = answer switch
        {
            { IsTaken: true } => new DeliveryFate.Delivered(delivery),
            { IsGone: true } => new DeliveryFate.Refused(delivery),
            _ => RetrySchedule.AfterFailure(
                delivery, answer.Fault ?? $"HTTP {answer.Status}", clock.GetCurrentInstant(), Random.Shared.NextDouble()),
        };
        metrics.Webhook(fate);
        return fate;
    }
}
