using System.CommandLine;
using System.Reflection;
using CityOps.Host;
using CityOps.Host.City;
using CityOps.Host.Clock;
using CityOps.Host.Cluster;
using CityOps.Host.Configuration;
using CityOps.Host.Devices;
using CityOps.Host.Health;
using CityOps.Host.Keys;
using CityOps.Host.Moving;

var demo = new Option<bool>("--demo")
{
    Description = "The demo city with open access, on loopback alone.",
};
var run = new Command("run", "Start the engine. Options may follow as --CityOps:Http:Port=8090; see config/cityops.json.")
{
    demo, ConfigFile.Named,
};
run.TreatUnmatchedTokensAsErrors = false;
run.SetAction((parsed, cancel) => RunCommand.RunAsync(
    parsed.GetValue(demo), ConfigFile.Of(parsed), parsed.UnmatchedTokens, cancel));

var directory = new Argument<string>("directory") { Description = "The city's directory, such as config/city/demo." };
var check = new Command("check", "Check a city's configuration as a whole: every fault with file and line, and what to do.")
{
    directory,
};
check.SetAction(parsed => CheckCommand.Run(parsed.GetRequiredValue(directory), Console.Out, Console.Error));

var feed = new Argument<string>("feed") { Description = $"One of {string.Join(", ", RebuildCommand.Feeds)}." };
var rebuild = new Command("rebuild", "Make a feed's view again from the journal at the next start. The engine must be stopped.")
{
    feed, ConfigFile.Named,
};
rebuild.TreatUnmatchedTokensAsErrors = false;
rebuild.SetAction((parsed, cancel) => RebuildCommand.RunAsync(
    parsed.GetRequiredValue(feed), ConfigFile.Of(parsed), parsed.UnmatchedTokens, cancel));

var version = new Command("version", "Print the version.");
version.SetAction(_ => Console.WriteLine(
    $"cityops {Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}"));

var root = new RootCommand(
    "CityOps, the engine under a city's digital urban-management centre. run, devices, keys, health, rebuild, migrate, backup and restore "
    + "take --config FILE, and options of the engine as --CityOps:Section:Name=value.")
{
    run, check, ClockCommand.ToCommand(), LifecycleCommand.ToCommand(), DevicesCommand.ToCommand(), KeysCommand.ToCommand(),
    ClusterCommand.ToCommand(), HealthCommand.ToCommand(), rebuild,
    MoveCommands.Migrate(), MoveCommands.Backup(), MoveCommands.Restore(), version,
};
root.Add(HelpCommand.ToCommand(root));
var parsed = root.Parse(EngineArguments.Last(args));

// A node gives away what it has before it ends; the library would end the process after two seconds.
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Composition.LongestStop + TimeSpan.FromSeconds(5) });
return parsed.Errors.Count > 0 ? ExitCode.WrongInput : code;
