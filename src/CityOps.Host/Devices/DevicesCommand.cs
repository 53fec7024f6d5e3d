using System.CommandLine;
using CityOps.Engine.Ports;
using CityOps.Host.Configuration;

namespace CityOps.Host.Devices;

/// <summary>
/// <c>cityops devices</c>: the accounts that devices log in with, and who waits to be admitted. Works on the data directory also while
/// an engine runs on it; that engine follows within a second.
/// </summary>
internal static class DevicesCommand
{
    private const string Users = "vehicles/{id}, collectors/{id} or gateways/{id}.";

    public static Command ToCommand() => new(
        "devices", "Keep the accounts of devices, and admit those that wait. The engine may run meanwhile; it follows at once.")
    {
        Add(),
        Password(),
        ForUser("disable", "Let nobody log in under a name, and end its connections. Also holds for client certificates.",
            (desk, user, cancel) => desk.SwitchAsync(user, disabled: true, cancel)),
        ForUser("enable", "Let a disabled name log in again.", (desk, user, cancel) => desk.SwitchAsync(user, disabled: false, cancel)),
        ForUser("remove", "Remove an account, and end its connections.", (desk, user, cancel) => desk.RemoveAsync(user, cancel)),
        Import(),
        Plain("list", "List the accounts.", (desk, cancel) => desk.ListAsync(cancel)),
        Plain("quarantine", "List the devices that logged in though the city's configuration does not know them.",
            (desk, cancel) => desk.QuarantineAsync(cancel)),
        ForDevice("admit", "Take what a device in quarantine sends from now on.", QuarantineStanding.Admitted),
        ForDevice("refuse", "Let a device in quarantine not log in any more.", QuarantineStanding.Refused),
    };

    private static Command Add()
    {
        var user = User();
        var stdin = Stdin();
        var certificate = new Option<bool>("--certificate")
        {
            Description = "Make no password: a client certificate is the only way in.",
        };
        var carries = new Option<string[]>("--carries")
        {
            Description = "For a gateway: the devices that it carries, such as vehicles/v0001.",
            AllowMultipleArgumentsPerToken = true,
        };
        var department = new Option<string?>("--department") { Description = "For a gateway: all vehicles of this department." };
        var command = new Command("add", "Add an account. Its password is generated and printed once, or read from the standard input.")
        {
            user, stdin, certificate, carries, department,
        };
        return Runs(command, (desk, parsed, cancel) => desk.AddAsync(
            parsed.GetRequiredValue(user),
            parsed.GetValue(certificate) ? PasswordSource.None : SourceOf(parsed.GetValue(stdin)),
            parsed.GetValue(carries) ?? [], parsed.GetValue(department), cancel));
    }

    private static Command Password()
    {
        var user = User();
        var stdin = Stdin();
        var command = new Command("password", "Give an account another password, and end its connections.") { user, stdin };
        return Runs(command, (desk, parsed, cancel) => desk.ChangePasswordAsync(
            parsed.GetRequiredValue(user), SourceOf(parsed.GetValue(stdin)), cancel));
    }

    private static Command Import()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "A CSV file with the columns id,password. An empty password is generated and printed.",
        };
        var command = new Command("import", "Add many accounts, or give them other passwords: all of them, or none if a line is wrong.")
        {
            file,
        };
        return Runs(command, (desk, parsed, cancel) => desk.ImportAsync(parsed.GetRequiredValue(file).FullName, cancel));
    }

    private static Command Plain(string name, string description, Func<DeviceDesk, CancellationToken, Task<int>> run) =>
        Runs(new Command(name, description), (desk, _, cancel) => run(desk, cancel));

    private static Command ForUser(string name, string description, Func<DeviceDesk, string, CancellationToken, Task<int>> run)
    {
        var user = User();
        return Runs(new Command(name, description) { user }, (desk, parsed, cancel) => run(desk, parsed.GetRequiredValue(user), cancel));
    }

    private static Command ForDevice(string name, string description, QuarantineStanding standing)
    {
        var device = new Argument<string>("device") { Description = "vehicles/{id} or collectors/{id}." };
        return Runs(
            new Command(name, description) { device },
            (desk, parsed, cancel) => desk.DecideAsync(parsed.GetRequiredValue(device), standing, cancel));
    }

    private static Command Runs(Command command, Func<DeviceDesk, ParseResult, CancellationToken, Task<int>> run)
    {
        command.Add(ConfigFile.Named);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) => DeviceDesk.OpenAsync(
            ConfigFile.Of(parsed), parsed.UnmatchedTokens, desk => run(desk, parsed, cancel), Console.In, Console.Out, Console.Error));
        return command;
    }

    private static PasswordSource SourceOf(bool stdin) => stdin ? PasswordSource.Input : PasswordSource.Generated;

    private static Argument<string> User() => new("user") { Description = Users };

    private static Option<bool> Stdin() => new("--stdin")
    {
        Description = "Read the password from the first line of the standard input.",
    };
}
