using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage;
using CityOps.Storage.Databases;
using CityOps.Storage.Feeds;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CityOps.Bench.Lists;

/// <summary>Pages of the list of cases over many of them: every filter in every order, the first page and the ones after it.</summary>
internal static class ListsBench
{
    private const double LimitMs = 50;
    private const int CasesAStep = 10_000;
    private const int PagesOn = 3;

    // A server for a city has a quarter of its machine's memory, not the 128 MB of an installation.
    private const string Buffers = "2GB";

    public static Command ToCommand()
    {
        var cases = Options.Number("--cases", 1_000_000, "How many cases the list has; 1 kB of disk each.");
        var components = Options.Number("--components", 800_000, "How many components their index has.");
        var draws = Options.Number("--draws", 30, "How often each filter is asked for in each order.");
        var data = new Option<string?>("--data")
        {
            Description = "A directory for the list: written there if it is new, and kept for the next time.",
        };
        var postgres = new Option<bool>("--postgres") { Description = "Keep the list in a PostgreSQL of the bench's own instead of SQLite." };
        var connection = new Option<string>("--connection")
        {
            Description = "Keep the list in this PostgreSQL database, whose server stays.", DefaultValueFactory = _ => "",
        };
        var command = new Command("lists", "Milliseconds a page of the list of cases: every filter in every order.")
        {
            cases, draws, components, data, postgres, connection,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(postgres) && PostgresServer.Missing is { } missing)
            {
                throw new BenchException(missing);
            }

            await using var server = parsed.GetValue(postgres) ? await PostgresServer.StartAsync(Buffers) : null;
            await RunAsync(
                parsed.GetValue(data), server?.ConnectionString ?? parsed.GetValue(connection) ?? "", parsed.GetValue(cases),
                parsed.GetValue(components), parsed.GetValue(draws), cancel);
        });
        return command;
    }

    private static async Task RunAsync(
        string? kept, string connection, int cases, int components, int draws, CancellationToken cancel)
    {
        var city = Repository.DemoCity();
        var data = kept is null ? Directory.CreateTempSubdirectory("cityops-bench-").FullName : Path.GetFullPath(kept);
        try
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            await using var provider = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(city)
                .AddSingleton(PresenceRule.Default)
                .AddCityOpsStorage(new StorageOptions { DataDirectory = data, ConnectionString = connection }).BuildServiceProvider();
            var written = await WriteAsync(provider, city, data, cases, now);
            var figures = new Figures("lists");
            figures.Add("cases", "cases in the list", cases, "");
            figures.Add("writtenPerSecond", "events projected, of 5 a case (0: the list was there)", written, "events/s");
            figures.Add("megabytes", "on disk", BytesOf(provider.GetRequiredService<CityDatabases>(), data) / 1e6, "MB");
            await MeasureAsync(provider.GetRequiredService<IReadModel>(), new ListQueries(city, now), draws, figures, cancel);
            ComponentFigures.Add(city, components, draws * 100, figures);
            figures.Print();
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (kept is null)
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    /// <summary>What the list takes; PostgreSQL's is brought into the state that its own housekeeping leaves before.</summary>
    private static long BytesOf(CityDatabases databases, string data)
    {
        using var connection = databases.ReadModel.Open();
        if (Dialect.Of(connection) == Dialect.Sqlite)
        {
            return new FileInfo(Path.Combine(data, "readmodel.db")).Length;
        }

        connection.Execute("VACUUM ANALYZE");
        return connection.Scalar("SELECT pg_database_size(current_database())");
    }

    private static async Task<double> WriteAsync(IServiceProvider provider, CityConfiguration city, string data, int cases, Instant now)
    {
        var done = Path.Combine(data, $"{cases}-cases-listed");
        if (File.Exists(done))
        {
            return 0;
        }

        var (writer, list) = (provider.GetRequiredService<ReadModelWriter>(), provider.GetServices<IProjection>().Single(p => p.Feed == "read-model"));
        var (events, projecting, following) = (0, TimeSpan.Zero, Task.CompletedTask);
        foreach (var step in new ListedCases(city, cases, now).All().Chunk(CasesAStep))
        {
            // The next ones are thought up while these are written.
            var happened = step.SelectMany(e => e).ToList();
            await following;
            following = ProjectAsync(happened);
        }

        await following;
        await File.WriteAllTextAsync(done, "");
        return events / projecting.TotalSeconds;

        async Task ProjectAsync(IReadOnlyList<JournalledEvent> happened)
        {
            var started = Stopwatch.GetTimestamp();
            await writer.WriteAsync(connection => list.Apply(connection, happened), CancellationToken.None);
            projecting += Stopwatch.GetElapsedTime(started);
            events += happened.Count;
        }
    }

    private static async Task MeasureAsync(IReadModel model, ListQueries queries, int draws, Figures figures, CancellationToken cancel)
    {
        var (all, worst) = (new Latencies(), 0.0);
        foreach (var (name, draw) in queries.ByFilter)
        {
            figures.Heading(name);
            foreach (var order in Enum.GetValues<CaseOrder>())
            {
                var pages = new Latencies();
                await DrawAsync(model, draw, order, draws, pages, cancel);
                all.Add(pages);
                worst = Math.Max(worst, pages.Milliseconds(99));
                figures.Add($"{name} by {order} p50Ms", $"by {order}, p50", pages.Milliseconds(50), "ms", 1);
                figures.Add($"{name} by {order} p99Ms", $"by {order}, p99", pages.Milliseconds(99), "ms", 1);
            }
        }

        figures.Heading("Queues");
        var queues = new Latencies();
        for (var i = 0; i < draws; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await model.QueuesAsync(SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(12), cancel);
            queues.Record(started, Stopwatch.GetTimestamp());
        }

        figures.Add("queuesP99Ms", "all queues counted, p99", queues.Milliseconds(99), "ms", 1);
        figures.Heading("All together");
        figures.Add("pages", "pages read", all.Count, "");
        figures.Add("p50Ms", "a page, p50", all.Milliseconds(50), "ms", 1);
        figures.Add("p99Ms", $"a page, p99 (limit {LimitMs:N0})", all.Milliseconds(99), "ms", 1);
        figures.Add("worstP99Ms", "p99 of the slowest filter and order", worst, "ms", 1);
        figures.Add("withinLimit", "p99 of every filter and order within the limit", worst <= LimitMs);
    }

    private static async Task DrawAsync(
        IReadModel model, Func<CaseQuery> draw, CaseOrder order, int draws, Latencies pages, CancellationToken cancel)
    {
        for (var i = 0; i < draws; i++)
        {
            var query = draw() with { Order = order, Ascending = i % 2 == 0 };
            for (var page = 0; page < PagesOn; page++)
            {
                var started = Stopwatch.GetTimestamp();
                var read = await model.CasesAsync(query, cancel);
                pages.Record(started, Stopwatch.GetTimestamp());
                if (read.Next is not { } next)
                {
                    break;
                }

                query = query with { After = next };
            }
        }
    }
}
