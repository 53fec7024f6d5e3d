using CityOps.Domain.Cases;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Lists;

/// <summary>What waits in the queues.</summary>
public class QueueTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Start.ToDateTimeOffset());
    private readonly ListRun _run;
    private long _ordering;

    public QueueTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected QueueTests(TemporaryDirectory directory)
    {
        _run = new ListRun(directory, _clock);
    }

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task Open_cases_are_counted_where_they_are_by_stage_and_by_the_light_of_the_moment()
    {
        await ReportAsync("m-1", due: 60, department: null);
        await ReportAsync("m-2", due: 60, department: "roads");
        await ReportAsync("m-3", due: 60, department: "roads");
        await ReportAsync("m-4", due: null, department: "parks");
        var closed = await ReportAsync("m-5", due: 60, department: "roads");
        await CommitAsync(3, new CaseClosed(closed, StampAt(Start), "P1", null));

        QueueCount[] green =
        [
            new(null, null, Stage.Reported, Light.Green, 1), new("parks", null, Stage.Dispatched, Light.Green, 1),
            new("roads", null, Stage.Dispatched, Light.Green, 2),
        ];
        Assert.Equal(green, (await _run.Lists.QueuesAsync(Start, default)).Open);
        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal([Light.Yellow, Light.Green, Light.Yellow], (await _run.Lists.QueuesAsync(Start, default)).Open.Select(q => q.Light));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([Light.Red, Light.Green, Light.Red], (await _run.Lists.QueuesAsync(Start, default)).Open.Select(q => q.Light));
    }

    [SkippableFact]
    public async Task What_was_handled_counts_from_the_moment_on_that_is_asked_for()
    {
        foreach (var (source, minute) in new[] { ("m-1", 5), ("m-2", 9), ("m-3", 10) })
        {
            var id = await ReportAsync(source, due: null, department: "roads");
            await CommitAsync(3, new CaseHandled(id, StampAt(Start + Duration.FromMinutes(minute)), null, []));
        }

        var counts = await _run.Lists.QueuesAsync(Start + Duration.FromMinutes(9), default);

        Assert.Equal([KeyValuePair.Create("roads", 2L)], counts.Handled);
        Assert.Equal(_clock.GetCurrentInstant(), counts.AsOf);
    }

    private async Task<CaseId> ReportAsync(string source, int? due, string? department)
    {
        Instant? At(double share) => due is { } minutes ? Start + Duration.FromMinutes(minutes * share) : null;
        var reported = Reported(ReportOf(source), Start) with { Schedule = new Schedule([], null, At(0.75), At(1)) };
        await CommitAsync(1, reported);
        if (department is not null)
        {
            await CommitAsync(2, new CaseDispatched(reported.Case, StampAt(Start), department));
        }

        return reported.Case;
    }

    private Task CommitAsync(long sequence, CaseEvent @event) =>
        _run.Feeds.CommitAsync("read-model", 0, ++_ordering, [Journalled(_ordering, sequence, @event)], default);
}
