using CityOps.Engine;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage.Journal;
using CityOps.Storage.Tests.Journal;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Lists;

/// <summary>Up to when lists say that they are complete.</summary>
public class ListTimeTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Start.ToDateTimeOffset());
    private readonly ListRun _run;

    public ListTimeTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected ListTimeTests(TemporaryDirectory directory) => _run = new ListRun(directory, _clock);

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task A_list_that_catches_up_is_as_old_as_the_first_event_that_it_lacks()
    {
        await JournalAsync(minutes: 3);
        _clock.Advance(TimeSpan.FromMinutes(10));

        await _run.Feeds.CommitAsync("read-model", 0, 1, [], default);
        Assert.Equal(Start + Duration.FromMinutes(1), await CasesAsOfAsync());
        Assert.Equal(Start + Duration.FromMinutes(1), (await _run.Lists.QueuesAsync(Start, default)).AsOf);

        await _run.Feeds.CommitAsync("read-model", 0, 3, [], default);
        Assert.Equal(_clock.GetCurrentInstant(), await CasesAsOfAsync());
    }

    private async Task<Instant> CasesAsOfAsync() => (await _run.Lists.CasesAsync(new CaseQuery(), default)).AsOf;

    /// <summary>An event in each of so many minutes.</summary>
    private async Task JournalAsync(int minutes)
    {
        await using var writer = new JournalWriter(JournalDatabase.Of(_run.Data));
        for (var minute = 0; minute < minutes; minute++)
        {
            var e = JournalRun.Event(minute);
            await writer.WriteAsync(
            [
                new JournalRow(
                    $"case-{e.Case}", minute + 1, (Start + Duration.FromMinutes(minute)).ToDateTimeUtc().Ticks, EventCodec.Encode(e),
                    EventCodec.NameOf(e), JournalSetup.SerializerId, "writer"),
            ]);
        }
    }
}
