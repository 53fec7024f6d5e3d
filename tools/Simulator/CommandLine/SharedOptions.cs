using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CityOps.Simulator.Clients;

namespace CityOps.Simulator.CommandLine;

/// <summary>The options that both commands have, and how the forms of values are read.</summary>
internal sealed class SharedOptions
{
    /// <summary>The city's directory.</summary>
    public Option<string> City { get; } = new("--city")
    {
        Description = "The city's directory, as the engine has it.",
        DefaultValueFactory = _ => Path.Combine("config", "city", "demo"),
    };

    /// <summary>The engine's HTTP address.</summary>
    public Option<Uri> Http { get; } = new("--http")
    {
        Description = "The engine's HTTP address.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
        CustomParser = result =>
            Uri.TryCreate(One(result), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : Refuse<Uri>(result, "is no address such as http://127.0.0.1:8080"),
    };

    /// <summary>The broker.</summary>
    public Option<MqttAddress> Mqtt { get; } = new("--mqtt")
    {
        Description = "The broker, host:port.",
        DefaultValueFactory = _ => new MqttAddress("127.0.0.1", 1883),
        CustomParser = result =>
            MqttAddress.Parse(One(result)) ?? Refuse<MqttAddress>(result, "is not of the form host:port"),
    };

    /// <summary>How long to wait for an engine that is away.</summary>
    public Option<TimeSpan> PatienceOption { get; } = Time(
        "--patience", "How long to repeat a message while the engine is away: 30s, 2m.", TimeSpan.FromSeconds(90));

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(City);
        command.Add(Http);
        command.Add(Mqtt);
        command.Add(PatienceOption);
    }

    /// <summary>An option with a length of time: a number and s, m, h or d.</summary>
    public static Option<TimeSpan> Time(string name, string description, TimeSpan fallback) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => fallback,
        CustomParser = result => Durations.Parse(One(result)) is { } time
            ? time
            : Refuse<TimeSpan>(result, "is no length of time such as 90s, 10m, 2h or 1d"),
    };

    /// <summary>An option with a number that has bounds, both included.</summary>
    public static Option<double> Number(string name, string description, double fallback, double least, double most) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => fallback,
            CustomParser = result =>
                double.TryParse(One(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) &&
                number >= least && number <= most
                    ? number
                    : Refuse<double>(result, $"is no number from {least} to {most}"),
        };

    /// <summary>An option with a whole number of at least so many; null where it is not given.</summary>
    public static Option<int?> AtMost(string name, string description, int least) => new(name)
    {
        Description = description,
        CustomParser = result =>
            int.TryParse(One(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            number >= least
                ? number
                : Refuse<int?>(result, $"is no whole number from {least}"),
    };

    private static string One(ArgumentResult result) => result.Tokens is [var token] ? token.Value : "";

    private static T? Refuse<T>(ArgumentResult result, string why)
    {
        var option = (result.Parent as OptionResult)?.Option.Name ?? "The value";
        result.AddError($"{option}: '{One(result)}' {why}.");
        return default;
    }
}
