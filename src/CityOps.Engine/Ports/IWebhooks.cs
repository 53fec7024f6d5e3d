using CityOps.Engine.Webhooks;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>Subscriptions and their outbox, which the feed of changes fills in one transaction with its offset. Thread-safe.</summary>
public interface IWebhooks
{
    /// <summary>Every subscription, oldest first.</summary>
    Task<IReadOnlyList<WebhookStanding>> ListAsync(CancellationToken cancel);

    /// <summary>One subscription; null where there is none of the id.</summary>
    Task<WebhookStanding?> GetAsync(string id, CancellationToken cancel);

    /// <summary>Adds a subscription to what is decided from now on.</summary>
    /// <returns>False if there is one of its id, if its maker has so many already, or all together ten times as many.</returns>
    Task<bool> AddAsync(Webhook webhook, int most, CancellationToken cancel);

    /// <summary>Keeps whether the subscription is enabled, and why not; its secrets stay as they are. What waits is tried at once, and
    /// failures before it count no more.</summary>
    Task SwitchAsync(Webhook webhook, Instant now, CancellationToken cancel);

    /// <summary>
    /// Keeps the URL, the types and the place of the subscription, and nothing else of it. What waits is tried at once, as if it had just
    /// happened; where the place is another, what waits or was given up and is not of the new one is dropped.
    /// </summary>
    Task ReplaceAsync(Webhook webhook, Instant now, CancellationToken cancel);

    /// <summary>
    /// Keeps the new secret of the subscription beside the one that was in force, and nothing else of it. What waits is tried at once.
    /// </summary>
    Task RotateAsync(Webhook webhook, Instant now, CancellationToken cancel);

    /// <summary>Removes a subscription with all that waits for it.</summary>
    Task RemoveAsync(string id, CancellationToken cancel);

    /// <summary>The enabled subscriptions that have something due.</summary>
    Task<IReadOnlyList<Webhook>> DueAsync(Instant now, CancellationToken cancel);

    /// <summary>What is due for a subscription: of each case the first delivery alone.</summary>
    Task<IReadOnlyList<Delivery>> DueOfAsync(string webhook, Instant now, int limit, CancellationToken cancel);

    /// <summary>
    /// Notes what became of deliveries of a subscription, in one transaction; what waited behind one that has ended is due then. A subscription
    /// whose target wants no more, or has taken nothing for <see cref="RetrySchedule.GivenUpAfter"/>, is disabled with it. What a target has not
    /// taken that is no more the subscription's counts for nothing: it is tried at the new one.
    /// </summary>
    /// <param name="webhook">The subscription as it was when they were sent.</param>
    /// <param name="fates">What became of them.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>True if the subscription is still enabled.</returns>
    Task<bool> SettleAsync(Webhook webhook, IReadOnlyList<DeliveryFate> fates, Instant now, CancellationToken cancel);

    /// <summary>The deliveries that were given up, oldest first.</summary>
    Task<Page<Delivery>> DeadAsync(string webhook, int limit, string? after, CancellationToken cancel);

    /// <summary>Lets deliveries that were given up be tried again: all, or that of one event.</summary>
    /// <returns>How many.</returns>
    Task<int> ReviveAsync(string webhook, string? @event, Instant now, CancellationToken cancel);
}
