using CityOps.Engine.Changes;
using CityOps.Engine.Webhooks;

namespace CityOps.Engine.Ports;

/// <summary>Speaks with the systems that have subscribed. Thread-safe.</summary>
public interface IWebhookTarget
{
    /// <summary>Posts a change; what goes wrong is in the answer.</summary>
    Task<TargetAnswer> SendAsync(Webhook webhook, CaseChange change, CancellationToken cancel);

    /// <summary>Posts a message that means nothing, to see whether it arrives.</summary>
    Task<TargetAnswer> TestAsync(Webhook webhook, CancellationToken cancel);
}
