using System.Collections.Concurrent;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;

namespace CityOps.Engine.Tests.Webhooks;

/// <summary>Other systems: what each was sent, and what it answers.</summary>
internal sealed class RecordedTarget : IWebhookTarget
{
    /// <summary>What was sent, by subscription and event, tries included.</summary>
    public ConcurrentQueue<(string Webhook, string Event)> Sent { get; } = new();

    /// <summary>The keys in force of what was sent, in hexadecimal digits.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    /// <summary>What a subscription answers.</summary>
    public Func<string, CaseChange, Task<TargetAnswer>> Answer { get; set; } = (_, _) => Task.FromResult(new TargetAnswer(204, null));

    public async Task<TargetAnswer> SendAsync(Webhook webhook, CaseChange change, CancellationToken cancel)
    {
        Keys.Enqueue(Convert.ToHexString(webhook.Secrets.Current.Span));
        Sent.Enqueue((webhook.Id, change.Id));
        return await Answer(webhook.Id, change).WaitAsync(cancel);
    }

    public Task<TargetAnswer> TestAsync(Webhook webhook, CancellationToken cancel) => throw new NotSupportedException();

    public IReadOnlyList<string> SentTo(string webhook) => [.. Sent.Where(s => s.Webhook == webhook).Select(s => s.Event)];
}
