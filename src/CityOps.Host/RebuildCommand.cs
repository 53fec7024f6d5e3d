using CityOps.Engine.Ports;
using CityOps.Host.Configuration;
using CityOps.Storage;

namespace CityOps.Host;

/// <summary>
/// <c>cityops rebuild FEED</c>: forgets how far a feed is and empties its view; the engine makes it again from the journal when
/// it starts.
/// </summary>
internal static class RebuildCommand
{
    /// <summary>The feeds that can be made again.</summary>
    public static IReadOnlyList<string> Feeds { get; } = ["read-model", "grids", "notices", "deadlines", IFiles.UseFeed];

    public static async Task<int> RunAsync(string feed, string? file, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        if (!Feeds.Contains(feed))
        {
            await Console.Error.WriteLineAsync($"There is no feed '{feed}'; there are {string.Join(", ", Feeds)}.");
            return ExitCode.WrongInput;
        }

        var (options, faults) = OptionsReader.Read(file, arguments);
        if (faults.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, faults));
            return ExitCode.WrongInput;
        }

        var storage = DataPlace.Of(options);
        if (storage.ConnectionString.Length == 0 && !File.Exists(Path.Combine(storage.DataDirectory, "journal.db")))
        {
            await Console.Error.WriteLineAsync(
                $"{storage.DataDirectory} holds no city's data (no journal.db). Look after CityOps:DataDirectory and CityOps:Storage:ConnectionString.");
            return ExitCode.Failed;
        }

        try
        {
            var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddCityOpsStorage(storage);
            await using var provider = services.BuildServiceProvider();
            await provider.GetRequiredService<IFeedStore>().ResetAsync(feed, cancel);
            Console.WriteLine($"Feed {feed} starts from the beginning of the journal when the engine starts.");
            return 0;
        }
        catch (StorageException e) when (e.IsInUse)
        {
            await Console.Error.WriteLineAsync(
                $"An engine runs on {storage.Place}. Stop the engine, then say this again.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            return StoreFault.Tell(e, storage, Console.Error);
        }
    }
}
