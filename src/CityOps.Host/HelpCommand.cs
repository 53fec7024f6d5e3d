using System.CommandLine;

namespace CityOps.Host;

/// <summary><c>cityops help [COMMAND]</c>: what <c>--help</c> says, for whoever tries the word first.</summary>
internal static class HelpCommand
{
    public static Command ToCommand(RootCommand root)
    {
        var about = new Argument<string[]>("command") { Description = "The command to explain; all of them where it is left out." };
        var command = new Command("help", "Print this help, or that of a command.") { about };
        command.SetAction(parsed => root.Parse([.. parsed.GetValue(about) ?? [], "--help"]).Invoke());
        return command;
    }
}
