using System.Collections.Concurrent;
using CityOps.Domain;
using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>
/// What became of every device's fixes since the engine started: <c>received = applied + teleported + late + doubled + refused + shed +
/// waiting</c>, for each device and in total. Thread-safe.
/// </summary>
public sealed class FixBooks
{
    private static readonly DeviceKind[] Kinds = Enum.GetValues<DeviceKind>();
    private static readonly FixOutcome[] Outcomes = Enum.GetValues<FixOutcome>();

    private readonly ConcurrentDictionary<Device, DeviceBook> _byDevice = new();
    private readonly long[] _judged = new long[Kinds.Length * Outcomes.Length];
    private long _told;

    /// <summary>Opens the books.</summary>
    /// <param name="clock">The engine's clock.</param>
    public FixBooks(TimeProvider clock) => Since = clock.GetCurrentInstant();

    /// <summary>Since when is counted.</summary>
    public Instant Since { get; }

    /// <summary>
    /// What was refused of devices that never sent a good fix: they have no book of their own, so that invented names take no memory.
    /// </summary>
    public DeviceBook Strangers { get; } = new();

    /// <summary>The book of a device that has sent a good fix; null for any other.</summary>
    public DeviceBook? Find(Device device) => _byDevice.GetValueOrDefault(device);

    /// <summary>All books together.</summary>
    public FixCounts Total() => _byDevice.Values.Append(Strangers).Aggregate(FixCounts.None, (sum, book) => sum.Plus(book.Counts()));

    /// <summary>A message had good fixes, and bad ones that are refused.</summary>
    public void Received(Device device, int good, IReadOnlyList<Rejection> bad)
    {
        ArgumentNullException.ThrowIfNull(bad);
        var book = good > 0 ? Of(device) : Known(device);
        book.Receive(good + bad.Count);
        foreach (var refusal in bad)
        {
            book.Refuse(refusal.Code, 1);
        }
    }

    /// <summary>Fixes that came in one message were refused for one reason.</summary>
    public void Refused(Device device, Rejection reason, int count)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var book = Known(device);
        book.Receive(count);
        book.Refuse(reason.Code, count);
    }

    /// <summary>Fixes gave way to newer ones.</summary>
    public void Shed(Device device, int count) => Of(device).Shed(count);

    /// <summary>How many fixes were told to devices of which nothing has been decided yet: what waits in their mailboxes.</summary>
    public long OnTheirWay
    {
        get
        {
            // Judged first: more were judged than told only where what was given up has come all the same. It must not make room for more.
            var judged = Judged;
            var told = Interlocked.Read(ref _told);
            if (told < judged)
            {
                Interlocked.CompareExchange(ref _told, judged, told);
            }

            return Math.Max(0, told - judged);
        }
    }

    /// <summary>What is on its way will not arrive: a shard that moved or an actor that failed has lost it. The tracks have it.</summary>
    public void GiveUp() => Interlocked.Exchange(ref _told, Judged);

    /// <summary>Another node has fixes that were told to its devices.</summary>
    internal void HandedOver(int count) => Interlocked.Add(ref _told, -count);

    internal void Told(int count) => Interlocked.Add(ref _told, count);

    /// <summary>How many fixes of devices of a kind had the outcome.</summary>
    public long With(DeviceKind kind, FixOutcome outcome) => Interlocked.Read(ref _judged[Place(kind, outcome)]);

    /// <summary>How many fixes had the outcome.</summary>
    public long With(FixOutcome outcome) => Kinds.Sum(kind => With(kind, outcome));

    private long Judged
    {
        get
        {
            var sum = 0L;
            foreach (ref var count in _judged.AsSpan())
            {
                sum += Interlocked.Read(ref count);
            }

            return sum;
        }
    }

    internal void Judge(DeviceKind kind, DeviceBook book, FixOutcome outcome)
    {
        book.Judge(outcome);
        Interlocked.Increment(ref _judged[Place(kind, outcome)]);
    }

    internal DeviceBook Of(Device device) => _byDevice.GetOrAdd(device, _ => new DeviceBook());

    private static int Place(DeviceKind kind, FixOutcome outcome) => ((int)kind * Outcomes.Length) + (int)outcome;

    private DeviceBook Known(Device device) => Find(device) ?? Strangers;
}

/// <summary>What became of the fixes of one device. Thread-safe.</summary>
public sealed class DeviceBook
{
    private long _received;
    private long _applied;
    private long _teleported;
    private long _late;
    private long _doubled;
    private long _shed;
    private ConcurrentDictionary<string, long>? _refused;
    private DeviceWay _way;

    /// <summary>How its fixes come to its actor. Here, since there are as many of both.</summary>
    internal ref DeviceWay Way => ref _way;

    /// <summary>The counts now. What is on its way between two of them is waiting.</summary>
    public FixCounts Counts()
    {
        // What became of a fix is read before how many came, so that no more become of them than came.
        var counts = FixCounts.None with
        {
            Applied = Interlocked.Read(ref _applied),
            Teleported = Interlocked.Read(ref _teleported),
            Late = Interlocked.Read(ref _late),
            Doubled = Interlocked.Read(ref _doubled),
            Shed = Interlocked.Read(ref _shed),
            Refused = Volatile.Read(ref _refused)?.ToDictionary() ?? [],
        };
        return counts with { Received = Interlocked.Read(ref _received) };
    }

    internal void Receive(int count) => Interlocked.Add(ref _received, count);

    internal void Shed(int count) => Interlocked.Add(ref _shed, count);

    internal void Refuse(string code, int count)
    {
        var refused = Volatile.Read(ref _refused)
            ?? Interlocked.CompareExchange(ref _refused, new(1, 4), null) ?? Volatile.Read(ref _refused);
        refused?.AddOrUpdate(code, static (_, more) => more, static (_, sum, more) => sum + more, (long)count);
    }

    internal void Judge(FixOutcome outcome) => Interlocked.Increment(ref Of(outcome));

    private ref long Of(FixOutcome outcome)
    {
        switch (outcome)
        {
            case FixOutcome.Applied:
                return ref _applied;
            case FixOutcome.Teleported:
                return ref _teleported;
            case FixOutcome.Late:
                return ref _late;
            default:
                return ref _doubled;
        }
    }
}

/// <summary>How many fixes came, and what became of them.</summary>
public sealed record FixCounts(long Received, long Applied, long Teleported, long Late, long Doubled, long Shed)
{
    /// <summary>Nothing came.</summary>
    public static FixCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>Those that were refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refused { get; init; } = new Dictionary<string, long>();

    /// <summary>Those of which nothing is decided yet: in a queue, being written, or on their way to the device's actor.</summary>
    public long Waiting => Received - Applied - Teleported - Late - Doubled - Shed - Refused.Values.Sum();

    /// <summary>Both together.</summary>
    public FixCounts Plus(FixCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new FixCounts(
            Received + other.Received, Applied + other.Applied, Teleported + other.Teleported, Late + other.Late,
            Doubled + other.Doubled, Shed + other.Shed)
        {
            Refused = Refused.Concat(other.Refused).GroupBy(r => r.Key).ToDictionary(r => r.Key, r => r.Sum(c => c.Value)),
        };
    }
}
