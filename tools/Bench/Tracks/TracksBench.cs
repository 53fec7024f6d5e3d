using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Tracks;

/// <summary>A day of many devices: bytes a fix, milliseconds to read a device's day and to find who was near a place.</summary>
internal static class TracksBench
{
    private const int SecondsBetween = 10;
    private const int FixesADay = 24 * 3600 / SecondsBetween;
    private const double DayLimitMs = 50;
    private const double NearLimitMs = 1_000;

    // Yesterday: what is older than tracks are kept would be forgotten.
    private static readonly Instant Begin =
        SystemClock.Instance.GetCurrentInstant().InUtc().Date.PlusDays(-1).AtMidnight().InUtc().ToInstant();

    public static Command ToCommand()
    {
        var devices = Options.Number("--devices", 1_000, "How many vehicles drive for a day.");
        var queries = Options.Number("--queries", 50, "How many of each query are measured.");
        var command = new Command("tracks", "Tracks of a day: their size, and how long they take to read.") { devices, queries };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(devices), parsed.GetValue(queries)));
        return command;
    }

    private static async Task RunAsync(int devices, int queries)
    {
        await using var engine = await EngineInProcess.StartAsync(Repository.DemoCity());
        var started = Stopwatch.GetTimestamp();
        await DriveAsync(engine.Get<IFixLog>(), devices);
        var fixes = (long)devices * FixesADay;
        var written = Stopwatch.GetElapsedTime(started);

        // An orderly end writes what is still in memory; what is read below comes from the file.
        await engine.RestartAsync();
        var tracks = engine.Get<ITracks>();
        var random = new Random(3);
        var (days, near, found) = (new List<double>(), new List<double>(), 0);
        for (var i = 0; i < queries; i++)
        {
            var vehicle = Drives.Vehicle(random.Next(devices));
            var at = Stopwatch.GetTimestamp();
            var day = await tracks.ReadAsync(vehicle, Begin, Begin + Duration.FromDays(1), default);
            days.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            if (day.Count != FixesADay)
            {
                throw new BenchException($"{vehicle} has {day.Count} of {FixesADay} fixes.");
            }

            var from = Begin + Duration.FromHours(9);
            at = Stopwatch.GetTimestamp();
            var passed = await tracks.NearAsync(
                day[FixesADay * 9 / 24].Place, Length.FromMetres(50), from, from + Duration.FromMinutes(30), default);
            near.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            found += passed.Any(p => p.Device == vehicle) ? 1 : 0;
        }

        var figures = new Figures("tracks");
        figures.Add("fixes", $"fixes of {devices:N0} vehicles in a day", fixes, "");
        figures.Add("writtenPerSecond", "written, durable and in chunks", fixes / written.TotalSeconds, "fixes/s");
        figures.Add("bytesPerFix", "the whole file, a fix (limit 8 without its indexes)", new FileInfo(Path.Combine(engine.Data, "tracks.db")).Length / (double)fixes, "bytes", 1);
        figures.Add("dayP50Ms", "a day of one vehicle, p50", Median.Of(days), "ms", 1);
        figures.Add("dayMaxMs", $"the slowest (limit {DayLimitMs:N0})", days.Max(), "ms", 1);
        figures.Add("nearP50Ms", "who was within 50 m from 9:00 to 9:30, p50", Median.Of(near), "ms", 1);
        figures.Add("nearMaxMs", $"the slowest (limit {NearLimitMs:N0})", near.Max(), "ms", 1);
        figures.Add("nearFound", "each finds the vehicle that was there", found == queries);
        figures.Print();
    }

    private static async Task DriveAsync(IFixLog log, int devices)
    {
        var drives = new Drives(devices, Begin, SecondsBetween);
        var batch = new Fix[devices];
        for (var i = 0; i < FixesADay; i++)
        {
            drives.Next(batch);
            await log.AppendAsync(batch, default);
            if (i % (FixesADay / 24) == 0)
            {
                Console.WriteLine($"{i / (FixesADay / 24)} of 24 hours are driven.");
            }
        }
    }
}
