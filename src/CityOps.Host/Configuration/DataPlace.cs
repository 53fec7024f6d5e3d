using CityOps.Storage;

namespace CityOps.Host.Configuration;

/// <summary>Where the options say that the data are.</summary>
internal static class DataPlace
{
    /// <summary>The data that the options name.</summary>
    public static StorageOptions Of(CityOpsOptions options) => new()
    {
        DataDirectory = Path.GetFullPath(options.DataDirectory),
        ConnectionString = options.Storage.ConnectionString,
    };

    /// <summary>Opens what commands need of it beside a running engine: accounts, quarantine and keys.</summary>
    /// <param name="file">cityops.json, or null for none.</param>
    /// <param name="arguments">Options of the command line.</param>
    /// <param name="run">What is done with it.</param>
    /// <param name="errors">Told why it cannot be opened, and where it is new.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> OpenAsync(
        string? file, IReadOnlyList<string> arguments, Func<CityOpsOptions, IServiceProvider, Task<int>> run, TextWriter errors)
    {
        var (options, faults) = OptionsReader.Read(file, arguments);
        if (faults.Count > 0)
        {
            await errors.WriteLineAsync(string.Join(Environment.NewLine, faults));
            return ExitCode.WrongInput;
        }

        var storage = Of(options);
        var isNew = storage.ConnectionString.Length == 0 && !File.Exists(Path.Combine(storage.DataDirectory, "devices.db"));
        try
        {
            await using var services = new ServiceCollection().AddSingleton(storage).AddDeviceStorage().BuildServiceProvider();
            var code = await run(options, services);
            if (isNew && code == 0)
            {
                // Mostly the command was called from elsewhere, and is of no effect on the engine that was meant.
                await errors.WriteLineAsync(
                    $"{storage.DataDirectory} held neither accounts nor keys before. Where a running engine is meant, name its data by --config or --CityOps:DataDirectory.");
            }

            return code;
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            return StoreFault.Tell(e, storage, errors);
        }
    }
}
