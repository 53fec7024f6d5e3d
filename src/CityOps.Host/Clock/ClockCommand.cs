using System.CommandLine;
using CityOps.Host.City;
using CityOps.Host.Configuration;

namespace CityOps.Host.Clock;

/// <summary>
/// <c>cityops clock</c>: when a limit falls due, and every interval that is counted or skipped until then.
/// </summary>
public static class ClockCommand
{
    private const int BadArguments = 2;

    /// <summary>The command with its options.</summary>
    public static Command ToCommand()
    {
        var from = new Option<string>("--from")
        {
            Description = "The start: 2026-02-13T17:00 in the city's zone, or with a zone: 2026-02-13T09:00:00Z.",
            Required = true,
        };
        var limit = new Option<string>("--limit")
        {
            Description = "The limit: a number with --clock, or a text with its unit, such as 2紧急工作时 or 5工作日.",
            Required = true,
        };
        var clock = new Option<string?>("--clock")
        {
            Description = $"The clock of a plain number: {string.Join(", ", ClockQuestionReader.Clocks.Keys)}.",
        };
        var jurisdiction = new Option<string?>("--jurisdiction")
        {
            Description = "Whose calendar: a jurisdiction, patrol grid or unit grid, by code; by default the city's.",
        };
        var city = new Option<string?>("--city")
        {
            Description = "The city's directory; by default the one that config/cityops.json names.",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "clock", "Say when a limit falls due, and explain it: every interval that is counted or skipped, and why.")
        {
            from, limit, clock, jurisdiction, city, json, ConfigFile.Named,
        };
        command.SetAction(parsed => Run(
            new ClockArguments(
                parsed.GetRequiredValue(from), parsed.GetRequiredValue(limit), parsed.GetValue(clock),
                parsed.GetValue(jurisdiction)),
            parsed.GetValue(city), parsed.GetValue(json), Console.Out, Console.Error, ConfigFile.Of(parsed)));
        return command;
    }

    /// <summary>Computes and prints.</summary>
    /// <param name="arguments">What is asked.</param>
    /// <param name="directory">The city's directory; null for the one of the options.</param>
    /// <param name="json">True for one JSON object instead of the table.</param>
    /// <param name="output">Gets the answer.</param>
    /// <param name="errors">Gets what is wrong with the question or the city.</param>
    /// <param name="file">The options file that names the city, where no directory is given; null for none.</param>
    /// <returns>The exit code: 0 for an answer, 2 for a fault in the arguments, the options or the city.</returns>
    public static int Run(ClockArguments arguments, string? directory, bool json, TextWriter output, TextWriter errors, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (directory is null)
        {
            var (options, faults) = OptionsReader.Read(file, []);
            if (faults.Count > 0)
            {
                return Fail(faults, errors);
            }

            directory = RunCommand.CityPath(options.City, file);
        }

        var check = CityDirectory.Load(directory);
        if (check.City is not { } city)
        {
            CheckReport.Write(directory, check, errors);
            return BadArguments;
        }

        var (question, wrong) = ClockQuestionReader.Read(arguments, city);
        if (question is null)
        {
            return Fail(wrong, errors);
        }

        var answer = ClockAnswer.To(question);
        output.WriteLine(json ? ClockJson.Write(answer) : ClockTable.Write(answer));
        return 0;
    }

    private static int Fail(IReadOnlyList<string> faults, TextWriter errors)
    {
        foreach (var fault in faults)
        {
            errors.WriteLine(fault);
        }

        return BadArguments;
    }
}
