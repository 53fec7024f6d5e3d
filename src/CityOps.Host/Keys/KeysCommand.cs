using System.CommandLine;
using CityOps.Domain;
using CityOps.Host.Configuration;

namespace CityOps.Host.Keys;

/// <summary>
/// <c>cityops keys</c>: the keys that other systems call HTTP with. Works on the data directory also while an engine runs on it; that
/// engine follows within a second.
/// </summary>
internal static class KeysCommand
{
    private const int UsualDays = 365;

    public static Command ToCommand() => new(
        "keys", "Keep the keys that other systems call with. The engine may run meanwhile; it follows at once.")
    {
        Add(),
        Runs(new Command("list", "List the keys: until when, for whom, for what, and when they were used last."), (desk, _, cancel) => desk.ListAsync(cancel)),
        Revoke(),
    };

    private static Command Add()
    {
        var name = Name();
        var roles = Many("--role", $"The roles that its holder acts in: {string.Join(", ", RoleWords.All)}. None for one that only reports.");
        var scopes = Many("--scope", $"What it may be used for: {string.Join(", ", KeyDesk.ScopeWords)}; read by default.");
        var jurisdiction = new Option<string?>("--jurisdiction") { Description = "The code of the jurisdiction that it is for; the city's own for all of it." };
        var department = new Option<string?>("--department") { Description = "The department that it is for." };
        var days = new Option<int>("--days") { Description = $"How long it holds; {UsualDays} by default.", DefaultValueFactory = _ => UsualDays };
        var command = new Command("add", "Make a key. It is printed once, and kept nowhere but as a hash.")
        {
            name, roles, jurisdiction, department, scopes, days,
        };
        return Runs(command, (desk, parsed, cancel) => desk.AddAsync(
            parsed.GetRequiredValue(name), parsed.GetValue(roles) ?? [], parsed.GetValue(jurisdiction), parsed.GetValue(department),
            parsed.GetValue(scopes) is { Length: > 0 } some ? some : ["read"], parsed.GetValue(days), cancel));
    }

    private static Command Revoke()
    {
        var name = Name();
        return Runs(
            new Command("revoke", "End a key for good; its name is not given again.") { name },
            (desk, parsed, cancel) => desk.RevokeAsync(parsed.GetRequiredValue(name), cancel));
    }

    private static Command Runs(Command command, Func<KeyDesk, ParseResult, CancellationToken, Task<int>> run)
    {
        command.Add(ConfigFile.Named);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) =>
            KeyDesk.OpenAsync(ConfigFile.Of(parsed), parsed.UnmatchedTokens, desk => run(desk, parsed, cancel), Console.Out, Console.Error));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "What it is called, such as the system that calls." };

    private static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
