using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>What the people of the centre do with a case in a stage.</summary>
/// <param name="Act">The act of the interface.</param>
/// <param name="Role">Who does it.</param>
/// <param name="Soonest">How long it takes at least.</param>
/// <param name="Latest">How long it takes at most, unless it is neglected.</param>
internal sealed record CaseStep(string Act, string Role, Duration Soonest, Duration Latest);

/// <summary>The usual way of a case, stage by stage.</summary>
internal static class CaseRoute
{
    private static readonly Dictionary<string, CaseStep> Steps = new(StringComparer.OrdinalIgnoreCase)
    {
        ["reported"] = Step("file", "shiftLead", 1, 12),
        ["filed"] = Step("dispatch", "dispatcher", 1, 12),
        ["dispatched"] = Step("accept", "handler", 3, 50),
        ["handling"] = Step("handled", "handler", 15, 360),
        ["handled"] = Step("inspect", "dispatcher", 2, 30),
        ["inspecting"] = Step("close", "shiftLead", 5, 90),
    };

    /// <summary>What comes next in that stage; null when the case has come to its end.</summary>
    public static CaseStep? Next(string stage) => Steps.GetValueOrDefault(stage);

    private static CaseStep Step(string act, string role, int soonestMinutes, int latestMinutes) =>
        new(act, role, Duration.FromMinutes(soonestMinutes), Duration.FromMinutes(latestMinutes));
}
