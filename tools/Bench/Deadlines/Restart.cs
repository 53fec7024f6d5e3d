using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Storage;
using CityOps.Storage.Journal;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>The engine as it runs in a city, started on open cases: time to ready, to the first firing, memory, processor time at idle.</summary>
internal sealed class Restart(OpenCases cases, TimeSpan idle)
{
    public async Task MeasureAsync(int open, int many, Figures figures)
    {
        var nothing = await RunAsync(0);
        var some = await RunAsync(open);
        figures.Heading($"cityops run, started on {open:N0} open cases, one of them overdue");
        figures.Add("readySeconds", "from start to ready (limit 10)", some.Ready, "s", 1);
        figures.Add("memoryMegabytes", $"working set after {idle.TotalSeconds} s (limit 600)", some.Megabytes, "MB");
        figures.Add("firstFiringSeconds", "from ready to the first firing (limit 5)", some.FirstFiring, "s", 1);
        var lots = await RunAsync(many);
        figures.Heading($"cityops run, started on {many:N0} open cases, one of them overdue");
        figures.Add("manyReadySeconds", "from start to ready", lots.Ready, "s", 1);
        figures.Add("manyMemoryMegabytes", $"working set after {idle.TotalSeconds} s", lots.Megabytes, "MB");
        figures.Add("manyFirstFiringSeconds", "from ready to the first firing (limit 5)", lots.FirstFiring, "s", 1);
        figures.Add("idlePercent", "processor at idle, of one core", lots.Percent, "%", 2);
        figures.Add("idlePercentOfNothing", "  the same engine without a case", nothing.Percent, "%", 2);
        figures.Add("idlePercentOfIndex", "  what the deadlines add (limit 1)", lots.Percent - nothing.Percent, "%", 2);
    }

    private async Task<Run> RunAsync(int open)
    {
        var data = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        try
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            using (var journal = new BulkJournal(data))
            {
                journal.Write(Enumerable.Range(1, open).Select(i => cases.Reported(i, now)), goOn: false);
                journal.Write([cases.DueAt(0, now - Duration.FromMinutes(1), escalates: false)], goOn: true);
            }

            Console.WriteLine($"{open:N0} cases written in {(SystemClock.Instance.GetCurrentInstant() - now).TotalSeconds:N0} s");
            return await StartAsync(data, open + 4);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task<Run> StartAsync(string data, long newest)
    {
        var started = Stopwatch.GetTimestamp();
        double ready, percent, megabytes;
        Instant readyAt;
        using (var engine = await EngineProcess.StartAsync(data))
        {
            ready = Stopwatch.GetElapsedTime(started).TotalSeconds;
            readyAt = SystemClock.Instance.GetCurrentInstant();
            await Task.Delay(idle);
            megabytes = engine.MemoryMegabytes;
            var (from, used) = (Stopwatch.GetTimestamp(), engine.ProcessorTime);
            await Task.Delay(idle);
            percent = 100 * (engine.ProcessorTime - used) / Stopwatch.GetElapsedTime(from);
        }

        using var directory = new CityDatabases(new StorageOptions { DataDirectory = data });
        using var journal = new JournalReader(JournalDatabase.Of(directory));
        var passed = await Fired.SinceAsync(journal, newest);

        // The demo city's policy may have further steps for it.
        return passed.Count > 0
            ? new Run(ready, Math.Max(0, (passed[0].Stamp.At - readyAt).TotalSeconds), megabytes, percent)
            : throw new BenchException("The overdue deadline did not fire.");
    }

    private sealed record Run(double Ready, double FirstFiring, double Megabytes, double Percent);
}
