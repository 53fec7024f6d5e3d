using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Engine.Tests.Feeds;
using CityOps.Engine.Tests.Hosting;
using NodaTime;

namespace CityOps.Engine.Tests.Changes;

public sealed class CasePastTests
{
    /// <summary>As much as one read of the past takes.</summary>
    private const int Cases = 256;

    private readonly PastJournal _journal = new(Cases);

    [Fact]
    public async Task Readers_of_the_past_remember_together_whatever_their_number()
    {
        using var tail = new CaseTail(_journal, new FakeStore { Offset = 2 * Cases });
        Assert.Equal(Cases, (await tail.ReadAsync(new CaseReader(0), default)).Count);

        var second = await tail.ReadAsync(new CaseReader(Cases), default);

        Assert.All(second, c => Assert.Equal(Stage.Reported, c.Change.Before?.Stage));
        Assert.Equal(0, _journal.EntitiesRead);
    }

    /// <summary>Every case is reported, and then every case put right on the spot.</summary>
    private sealed class PastJournal(int cases) : IJournalReader
    {
        private readonly IReadOnlyList<JournalledEvent> _all =
            [.. Enumerable.Range(0, 2 * cases).Select(i => Journalled(i + 1, $"m-{i % cases}", (i / cases) + 1))];

        public int EntitiesRead { get; private set; }

        public Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<JournalledEvent>>([.. _all.Skip((int)ordering).Take(limit)]);

        public Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(string persistenceId, long first, long last, CancellationToken cancel)
        {
            EntitiesRead++;
            return Task.FromResult<IReadOnlyList<JournalledEvent>>(
                [.. _all.Where(e => e.PersistenceId == persistenceId && e.Sequence >= first && e.Sequence <= last)]);
        }

        public Task<long> NewestAsync(CancellationToken cancel) => Task.FromResult((long)_all.Count);

        public Task<Instant?> WrittenAfterAsync(long ordering, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlySet<string>?> WritersAsync(CancellationToken cancel) => throw new NotSupportedException();

        private static JournalledEvent Journalled(long ordering, string source, long sequence)
        {
            var report = EngineRun.ReportAt(0, source);
            var id = CaseId.Of(new LocalDate(2026, 3, 1), report.Channel, report.Source);
            var stamp = new Stamp(EngineRun.Start, EngineRun.Start, new Actor("c1", Roles.Collector), Channel.Collector, "m", "1");
            CaseEvent @event = sequence == 1 ? new CaseReported(id, stamp, report) : new CaseSelfHandled(id, stamp, report.Beat);
            return new JournalledEvent(ordering, $"case-{id}", sequence, EngineRun.Start, @event);
        }
    }
}
