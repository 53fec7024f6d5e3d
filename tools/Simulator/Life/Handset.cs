using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>
/// One collector's day: goes on shift, walks the beat, reports what is to be seen, goes and looks where the engine asks, goes
/// off shift.
/// </summary>
internal sealed class Handset(CollectorEntry entry, LifeSetting setting, Desk desk, Errands errands) : IAsyncDisposable
{
    private static readonly Duration Interval = Duration.FromSeconds(10);
    private readonly Chance _chance = Chance.For(setting.Seed, entry.Id);
    private readonly DeviceLink _link = setting.Link($"collectors/{entry.Id}", errands.Hear);
    private readonly ShiftHours _hours = setting.AllOnShift
        ? new(LocalTime.Midnight, LocalTime.Midnight)
        : new(entry.ShiftStart, entry.ShiftEnd);

    private int _toReport;
    private int _number;

    /// <summary>True between the two shift messages.</summary>
    public bool OnShift { get; private set; }

    /// <summary>There is something to be reported: the collector does it at the next step.</summary>
    public void Notice() => Interlocked.Increment(ref _toReport);

    /// <summary>Lives until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var clock = setting.Clock;
        UnitGrid[] grids = [.. entry.PatrolGrids.SelectMany(grid => setting.City.Beats[grid])];
        if (grids.Length == 0)
        {
            setting.Tally.Add("shift", Outcome.Skipped, $"{entry.Id} has no unit grid to walk");
            return;
        }

        // Not all at the same second, as clocks differ.
        await clock.UntilAsync(clock.Now + Interval * _chance.Next(), cancel).ConfigureAwait(false);
        while (true)
        {
            await clock.UntilAsync(NextStart(clock.Now, clock.Zone), cancel).ConfigureAwait(false);
            await ShiftAsync(true, cancel).ConfigureAwait(false);
            await PatrolAsync(Beat.Walk(grids, _chance, errands.Next), cancel).ConfigureAwait(false);
            await ShiftAsync(false, cancel).ConfigureAwait(false);
            errands.GiveUp();
        }
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    // People are late by up to two minutes; who is on shift already was so before.
    private Instant NextStart(Instant now, DateTimeZone zone)
    {
        var start = _hours.NextStart(now, zone);
        return start > now ? start + Duration.FromSeconds(_chance.Between(0, 120)) : now;
    }

    private async Task PatrolAsync(Travel walk, CancellationToken cancel)
    {
        var clock = setting.Clock;
        var end = setting.AllOnShift ? Instant.MaxValue : _hours.NextEnd(clock.Now, clock.Zone);
        for (var step = clock.Now; step < end; step += Interval)
        {
            await clock.UntilAsync(step, cancel).ConfigureAwait(false);
            await PositionAsync(step, walk.Advance(Interval), cancel).ConfigureAwait(false);
            while (_toReport > 0)
            {
                Interlocked.Decrement(ref _toReport);
                await ReportAsync(walk.Now.Place, cancel).ConfigureAwait(false);
            }

            while (errands.Arrived() is { } errand)
            {
                await LookAsync(errand, walk.Now.Place, cancel).ConfigureAwait(false);
            }

            // After an outage it goes on from now, not through all that was missed.
            step = Instant.Max(step, clock.Now - (Interval * 6));
        }
    }

    private Task PositionAsync(Instant at, Moving now, CancellationToken cancel)
    {
        var accuracy = Math.Round(_chance.Between(3, 9), 1);
        var seen = _chance.Near(now.Place, Length.FromMetres(accuracy / 3));
        var message = new PositionMessage(Wire.Time(at), seen.Longitude, seen.Latitude)
        {
            Speed = Math.Round(now.Speed.MetresPerSecond, 2),
            Heading = now.Heading.Degrees,
            Accuracy = accuracy,
        };
        return setting.PublishAsync(_link, "position", Wire.Bytes(message), cancel);
    }

    private async Task ReportAsync(GeoPoint here, CancellationToken cancel)
    {
        var id = $"{setting.Run}-{entry.Id}-{++_number}";
        var beat = setting.City.Grids.At(here)?.Beat ?? entry.PatrolGrids[0];
        var report = setting.Reports.Seen(id, setting.Clock.Now, here, beat, _chance);
        if (await setting.AskAsync(_link, "report", id, report, cancel).ConfigureAwait(false) is { Case: { } caseId })
        {
            desk.Take(caseId, report);
        }
    }

    private Task<AckMessage?> LookAsync(Errand errand, GeoPoint here, CancellationToken cancel)
    {
        var id = $"{setting.Run}-{entry.Id}-r{++_number}";
        var seen = _chance.Near(here, Length.FromMetres(3));
        var result = new ResultMessage(
            id, Wire.Time(setting.Clock.Now), errand.Task, errand.Found(_chance.Next()), seen.Longitude, seen.Latitude);
        return setting.AskAsync(_link, "result", id, result, cancel);
    }

    private async Task ShiftAsync(bool on, CancellationToken cancel)
    {
        var id = $"{setting.Run}-{entry.Id}-s{++_number}";
        var shift = new ShiftMessage(id, Wire.Time(setting.Clock.Now), on);
        await setting.AskAsync(_link, "shift", id, shift, cancel).ConfigureAwait(false);
        OnShift = on;
    }
}
