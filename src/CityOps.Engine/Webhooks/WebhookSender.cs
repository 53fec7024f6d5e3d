using CityOps.Engine.Entities;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Webhooks;

/// <summary>Looks again and again for deliveries that are due; one in the cluster.</summary>
internal sealed class WebhookSender(WebhookPost post, ILogger logger)
    : SteppingActor(idle: TimeSpan.FromMilliseconds(100), retryAfter: TimeSpan.FromSeconds(5))
{
    protected override Task<bool> StepAsync(CancellationToken cancel) => post.StepAsync(cancel);

    protected override void OnFailed(Exception cause) => logger.WebhooksNotSent(cause);
}
