using System.CommandLine;
using CityOps.Domain.City;
using CityOps.Host.City;
using CityOps.Host.Configuration;
using CityOps.Storage;
using CityOps.Storage.Moving;

namespace CityOps.Host.Moving;

/// <summary><c>cityops migrate</c>, <c>backup</c> and <c>restore</c>.</summary>
internal static class MoveCommands
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";

    public static Command Migrate()
    {
        var from = Database("--from", "Where the data are: sqlite (CityOps:DataDirectory) or postgres (CityOps:Storage:ConnectionString).");
        var to = Database("--to", "Where they go. Say the same again if it was broken off.");
        var command = new Command(
            "migrate", "Move a city's data to another database and compare both. The engine must be stopped; the source stays as it is.")
        {
            from, to,
        };
        return Acting(command, (parsed, moves, options, cancel) =>
        {
            var (source, target) = (parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            if (source == target)
            {
                throw new StorageException("--from and --to are the same.");
            }

            if (options.ConnectionString.Length == 0)
            {
                throw new StorageException("CityOps:Storage:ConnectionString is empty: it names the PostgreSQL database.");
            }

            var files = new StorageOptions { DataDirectory = options.DataDirectory };
            var (first, second) = source == Sqlite ? (files, options) : (options, files);
            moves.Migrate(first, second, cancel);
            Console.WriteLine(source == Sqlite
                ? "Moved. Start the engine with CityOps:Storage:ConnectionString; the files of SQLite can go when all is well."
                : "Moved. Start the engine without CityOps:Storage:ConnectionString.");
        });
    }

    public static Command Backup()
    {
        var directory = new Argument<string>("directory") { Description = "A new directory for the backup." };
        var command = new Command("backup", "Write a backup of a city's data, beside the running engine.") { directory };
        return Acting(command, (parsed, moves, options, cancel) =>
        {
            moves.Back(options, Path.GetFullPath(parsed.GetRequiredValue(directory)), cancel);
            Console.WriteLine("The backup is whole. It is a data directory: keep it as safe as the data.");
        });
    }

    public static Command Restore()
    {
        var directory = new Argument<string>("directory") { Description = "The directory of the backup." };
        var command = new Command("restore", "Check a backup and write it into an empty data directory or database.") { directory };
        return Acting(command, (parsed, moves, options, cancel) =>
        {
            moves.Restore(Path.GetFullPath(parsed.GetRequiredValue(directory)), options, cancel);
            Console.WriteLine($"Restored to {options.Place}.");
        });
    }

    private static Option<string> Database(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, Required = true };
        option.AcceptOnlyFromAmong(Sqlite, Postgres);
        return option;
    }

    private static Command Acting(Command command, Action<ParseResult, CityMoves, StorageOptions, CancellationToken> act)
    {
        command.Add(ConfigFile.Named);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, act, cancel), CancellationToken.None));
        return command;
    }

    private static int Run(
        ParseResult parsed, Action<ParseResult, CityMoves, StorageOptions, CancellationToken> act, CancellationToken cancel)
    {
        var file = ConfigFile.Of(parsed);
        var (options, faults) = OptionsReader.Read(file, parsed.UnmatchedTokens);
        if (faults.Count > 0)
        {
            Console.Error.WriteLine(string.Join(Environment.NewLine, faults));
            return ExitCode.WrongInput;
        }

        var directory = RunCommand.CityPath(options.City, file);
        Console.WriteLine($"Reading the city {directory} …");
        var check = CityDirectory.Load(directory);
        if (check.City is not { } city)
        {
            CheckReport.Write(directory, check, Console.Error);
            return ExitCode.WrongInput;
        }

        var storage = DataPlace.Of(options);
        try
        {
            act(parsed, new CityMoves(city, Console.WriteLine), storage, cancel);
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Broken off. Say the same again to go on.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            return StoreFault.Tell(e, storage, Console.Error, others: ", or what is copied from or to");
        }
    }
}
