namespace CityOps.Host;

/// <summary>Keeps options of the engine (<c>--CityOps:Http:Port=8090</c>) apart from those of a command.</summary>
internal static class EngineArguments
{
    private const string Prefix = "--CityOps:";

    /// <summary>
    /// The arguments with the engine's at the end, after a <c>--</c>: an option that takes several values would take them for some of its own.
    /// </summary>
    public static IReadOnlyList<string> Last(IReadOnlyList<string> arguments)
    {
        var engine = arguments.Where(IsEngines).ToList();
        return engine.Count == 0 ? arguments : [.. arguments.Where(a => !IsEngines(a)), "--", .. engine];
    }

    private static bool IsEngines(string argument) => argument.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
