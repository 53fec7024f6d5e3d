using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Subscriptions in memory; nothing is ever due.</summary>
internal sealed class MemoryWebhooks : IWebhooks
{
    private readonly Dictionary<string, Webhook> _webhooks = [];

    /// <summary>What was given up, whoever's it is.</summary>
    public List<Delivery> Dead { get; } = [];

    public Task<IReadOnlyList<WebhookStanding>> ListAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<WebhookStanding>>([.. _webhooks.Values.Select(StandingOf)]);

    public Task<WebhookStanding?> GetAsync(string id, CancellationToken cancel) =>
        Task.FromResult(_webhooks.TryGetValue(id, out var webhook) ? StandingOf(webhook) : null);

    public Task<bool> AddAsync(Webhook webhook, int most, CancellationToken cancel) =>
        Task.FromResult(_webhooks.Count < most && _webhooks.TryAdd(webhook.Id, webhook));

    /// <summary>Keeps a subscription as it is.</summary>
    public Task PutAsync(Webhook webhook)
    {
        _webhooks[webhook.Id] = webhook;
        return Task.CompletedTask;
    }

    public Task SwitchAsync(Webhook webhook, Instant now, CancellationToken cancel) =>
        PutAsync(webhook with { Secrets = _webhooks[webhook.Id].Secrets });

    public Task ReplaceAsync(Webhook webhook, Instant now, CancellationToken cancel) => PutAsync(webhook);

    public Task RotateAsync(Webhook webhook, Instant now, CancellationToken cancel) =>
        PutAsync(_webhooks[webhook.Id] with { Secrets = webhook.Secrets });

    public Task RemoveAsync(string id, CancellationToken cancel)
    {
        _webhooks.Remove(id);
        return Task.CompletedTask;
    }

    public Task<Page<Delivery>> DeadAsync(string webhook, int limit, string? after, CancellationToken cancel) =>
        after is null ? Task.FromResult(new Page<Delivery>([.. Dead.Take(limit)], null, CityServer.Noon)) : throw new InvalidCursorException();

    public Task<int> ReviveAsync(string webhook, string? @event, Instant now, CancellationToken cancel) =>
        Task.FromResult(Dead.RemoveAll(d => @event is null || d.Change.Id == @event));

    public Task<IReadOnlyList<Webhook>> DueAsync(Instant now, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<Delivery>> DueOfAsync(string webhook, Instant now, int limit, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<bool> SettleAsync(Webhook webhook, IReadOnlyList<DeliveryFate> fates, Instant now, CancellationToken cancel) =>
        throw new NotSupportedException();

    private WebhookStanding StandingOf(Webhook webhook) => new(webhook, 0, Dead.Count);
}
