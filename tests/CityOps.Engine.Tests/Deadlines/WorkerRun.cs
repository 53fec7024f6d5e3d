using System.Diagnostics.Metrics;
using CityOps.Engine.Deadlines;
using CityOps.Engine.Ports;
using CityOps.Engine.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Deadlines;

/// <summary>A worker over an index in memory, with entities that do as they are told.</summary>
internal sealed class WorkerRun : IDeadlineIndex, IDeadlineKind, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Deadline> _entries = [];
    private readonly List<(string Entity, Instant At)> _woken = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private Task _running = Task.CompletedTask;

    public FakeTimeProvider Clock { get; } = new(EngineRun.Start.ToDateTimeOffset());

    public DeadlineNews News { get; } = new();

    /// <summary>What an entity answers, once; by default it has done what was due.</summary>
    public Func<Deadline, Task<WakeAnswer>> Answer { get; set; } =
        entry => Task.FromResult(new WakeAnswer(WakeOutcome.Fired, entry with { Due = null }));

    public IReadOnlyList<string> Woken => [.. Wakes.Select(w => w.Entity)];

    public IReadOnlyList<Instant> WokenAt => [.. Wakes.Select(w => w.At)];

    public int Corrections { get; private set; }

    /// <summary>What there is in the slice.</summary>
    public DeadlineSurvey Survey { get; set; } = new(0, 0, null);

    public string Name => "thing";

    public Instant Now => Clock.GetCurrentInstant();

    private IReadOnlyList<(string Entity, Instant At)> Wakes
    {
        get
        {
            lock (_lock)
            {
                return [.. _woken];
            }
        }
    }

    /// <summary>An entity of the slice that the worker owns.</summary>
    public static IEnumerable<string> Entities => Enumerable.Range(0, int.MaxValue).Select(i => $"thing-{i}").Where(e => DeadlineSlices.Of(e) == 0);

    public void Start(int near = DeadlineWorker.Near) => _running = new DeadlineWorker(
        0, this, new DeadlineKinds([this]), News, Clock,
        new DeadlineMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger.Instance, near).RunAsync(_stopping.Token);

    public void Put(string entity, Instant due)
    {
        lock (_lock)
        {
            _entries[entity] = new Deadline(entity, due, null, null, 1);
        }
    }

    /// <summary>Puts an entry in and tells of it, as the feed does.</summary>
    public void PutAndTell(string entity, Instant due)
    {
        Put(entity, due);
        News.Publish([(entity, due)]);
    }

    public void Remove(string entity)
    {
        lock (_lock)
        {
            _entries.Remove(entity);
        }
    }

    public Task WokenAsync(int count) => Eventually.Is(() => Task.FromResult(Woken.Count), n => n >= count);

    public async Task<WakeAnswer> WakeAsync(Deadline entry, CancellationToken cancel)
    {
        lock (_lock)
        {
            _woken.Add((entry.Entity, Now));
        }

        var answer = await Answer(entry);
        if (answer.Outcome == WakeOutcome.Fired)
        {
            Settle(entry);
        }

        return answer;
    }

    public string? CalendarFor(string? area) => null;

    public Task<WakeAnswer> RecomputeAsync(Deadline entry, CancellationToken cancel) => throw new InvalidOperationException();

    public Task<IReadOnlyList<Deadline>> EarliestAsync(int slice, Deadline? after, int limit, CancellationToken cancel) => Read(all => all
        .Where(e => e.Due is not null).OrderBy(e => e.Due).ThenBy(e => e.Entity, StringComparer.Ordinal)
        .Where(e => after is null || e.Due > after.Due || (e.Due == after.Due && string.CompareOrdinal(e.Entity, after.Entity) > 0))
        .Take(limit));

    public Task<IReadOnlyList<Deadline>> AllAsync(int slice, string after, int limit, CancellationToken cancel) =>
        Read(all => all.Where(e => string.CompareOrdinal(e.Entity, after) > 0).OrderBy(e => e.Entity, StringComparer.Ordinal).Take(limit));

    public Task<IReadOnlyList<Deadline>> FindAsync(IReadOnlyCollection<string> entities, CancellationToken cancel) =>
        Read(all => all.Where(e => entities.Contains(e.Entity)));

    public Task CorrectAsync(Deadline entry, CancellationToken cancel)
    {
        lock (_lock)
        {
            Corrections++;
            _entries[entry.Entity] = entry;
        }

        return Task.CompletedTask;
    }

    public Task<DeadlineSurvey> SurveyAsync(int slice, Instant now, CancellationToken cancel) => Task.FromResult(Survey);

    /// <summary>What it tells of the slice.</summary>
    public (long Pending, long Due) Told()
    {
        var told = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => told[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return (told["cityops.deadlines.pending"], told["cityops.deadlines.due"]);
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        await _services.DisposeAsync();
    }

    /// <summary>What was done is out of the index; what the feed has put there meanwhile stays.</summary>
    private void Settle(Deadline done)
    {
        lock (_lock)
        {
            if (_entries.GetValueOrDefault(done.Entity) == done)
            {
                _entries.Remove(done.Entity);
            }
        }
    }

    private Task<IReadOnlyList<Deadline>> Read(Func<IEnumerable<Deadline>, IEnumerable<Deadline>> which)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Deadline>>([.. which(_entries.Values)]);
        }
    }
}
