using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Telemetry.Ingest;

/// <summary>Who waits for fixes to be on disk.</summary>
internal interface IFixSender
{
    /// <summary>What was taken with the receipt is on disk now: acknowledge it. Must not wait.</summary>
    void Durable(int receipt);
}

/// <summary>The fixes of one message.</summary>
/// <param name="Count">How many fixes it has.</param>
/// <param name="ReceivedAt">When it came in.</param>
/// <param name="Sender">Who waits for it; null at QoS 0.</param>
/// <param name="Receipt">By what the sender knows the message.</param>
internal readonly record struct FixMessage(int Count, Instant ReceivedAt, IFixSender? Sender, int Receipt);

/// <summary>Fixes that are written in one commit, in the order in which they came. Reused, so that nothing is allocated for each.</summary>
internal sealed class FixBatch
{
    private Fix[] _fixes = new Fix[256];

    /// <summary>How many fixes it has.</summary>
    public int Count { get; private set; }

    /// <summary>The fixes, message after message.</summary>
    public ReadOnlyMemory<Fix> Fixes => _fixes.AsMemory(0, Count);

    /// <summary>The messages that they came in.</summary>
    public List<FixMessage> Messages { get; } = [];

    public void Add(ReadOnlySpan<Fix> fixes, Instant receivedAt, IFixSender? sender, int receipt)
    {
        if (Count + fixes.Length > _fixes.Length)
        {
            Array.Resize(ref _fixes, Math.Max(_fixes.Length * 2, Count + fixes.Length));
        }

        fixes.CopyTo(_fixes.AsSpan(Count));
        Count += fixes.Length;
        Messages.Add(new FixMessage(fixes.Length, receivedAt, sender, receipt));
    }

    public void Clear()
    {
        Count = 0;
        Messages.Clear();
    }
}
