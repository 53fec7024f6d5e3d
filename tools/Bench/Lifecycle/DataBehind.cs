using System.Diagnostics;
using CityOps.Bench.Journal;
using CityOps.Domain.City;
using CityOps.Engine.Deadlines;
using CityOps.Engine.Feeds;
using CityOps.Engine.Ports;
using CityOps.Storage;
using CityOps.Storage.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CityOps.Bench.Lifecycle;

/// <summary>
/// A data directory with cases behind it. Their events and those of their grids are in the journal, and the views and offsets of
/// all feeds are made from them by the engine's own feed store, in larger steps than the feeds take.
/// </summary>
internal static class DataBehind
{
    private const int CasesAStep = 10_000;
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(10);

    /// <summary>Writes it, unless it is there from another time.</summary>
    public static async Task WriteAsync(string directory, CityConfiguration city, int cases)
    {
        var done = Path.Combine(directory, $"{cases}-cases-behind");
        if (File.Exists(done))
        {
            return;
        }

        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new BenchException($"{directory} has other data than {cases:N0} cases behind.");
        }

        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(city)
            .AddCityOpsStorage(new StorageOptions { DataDirectory = directory });
        await using (var provider = services.BuildServiceProvider())
        {
            using var rows = new BulkRows(provider.GetRequiredService<CityDatabases>());
            await WriteAsync(rows, provider.GetRequiredService<IFeedStore>(), city, cases);
        }

        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(done, "");
    }

    private static async Task WriteAsync(BulkRows rows, IFeedStore store, CityConfiguration city, int cases)
    {
        var (written, events, following) = (0, new List<JournalledEvent>(), Task.CompletedTask);
        var past = new PastCity(city, (id, sequence, at, happened) =>
        {
            events.Add(rows.Insert(id, sequence, at, happened));
            return events[^1];
        });
        var (started, shown) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        foreach (var step in new PastCases(city, cases, SystemClock.Instance.GetCurrentInstant()).All().Chunk(CasesAStep))
        {
            rows.Begin();
            foreach (var commands in step)
            {
                await past.LiveAsync(commands);
            }

            rows.Commit();
            await following;
            following = FollowAsync(store, Feeds(city), events);
            (written, events) = (written + step.Length, []);
            if (Stopwatch.GetElapsedTime(shown) > BetweenProgress || written == cases)
            {
                shown = Stopwatch.GetTimestamp();
                Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds,5:F0} s  {written:N0} of {cases:N0} cases written behind");
            }
        }

        await following;
    }

    private static async Task FollowAsync(IFeedStore store, IFeed[] feeds, IReadOnlyList<JournalledEvent> events)
    {
        foreach (var feed in feeds)
        {
            await store.CommitAsync(
                feed.Name, 0, events[^1].Ordering, [.. events.Where(e => feed.Kinds.Any(e.IsOf))], CancellationToken.None);
        }
    }

    // Here for their names and for what concerns them; nobody hears news of the past.
    private static IFeed[] Feeds(CityConfiguration city) =>
    [
        new ReadModelFeed(),
        new NoticeFeed(),
        new ChangeFeed(() => throw new UnreachableException()),
        new CaseFeed(() => throw new UnreachableException()),
        new GridFeed(() => throw new UnreachableException(), () => throw new UnreachableException(), city),
        new TaskFeed(
            () => throw new UnreachableException(), () => throw new UnreachableException(), () => throw new UnreachableException()),
        new DeadlineFeed(new DeadlineNews()),
    ];
}
