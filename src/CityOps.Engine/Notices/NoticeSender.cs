using CityOps.Engine.Entities;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Notices;

/// <summary>Looks again and again for notices that wait to be sent; one in the cluster.</summary>
internal sealed class NoticeSender(NoticePost post, ILogger logger)
    : SteppingActor(idle: TimeSpan.FromMilliseconds(500), retryAfter: TimeSpan.FromSeconds(5))
{
    protected override Task<bool> StepAsync(CancellationToken cancel) => post.StepAsync(cancel);

    protected override void OnFailed(Exception cause) => logger.NoticesNotSent(cause);
}
