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
    };

    private static readonly Dictionary<string, CaseStep> Findings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["confirmed"] = Step("file", "shiftLead", 1, 12),
        ["notFound"] = Step("refuse", "shiftLead", 1, 12),
        ["passed"] = Step("close", "shiftLead", 5, 90),
        ["failed"] = Step("rework", "dispatcher", 2, 30),
    };

    /// <summary>For what is not believed as it is told: a collector goes and looks before it is filed.</summary>
    public static CaseStep Verify { get; } = Step("verify", "acceptor", 1, 5);

    /// <summary>What comes next in that stage; null where it is the case's end, or a collector's turn.</summary>
    public static CaseStep? Next(string stage) => Steps.GetValueOrDefault(stage);

    /// <summary>True while a collector is to go and look.</summary>
    public static bool IsLookedAt(string stage) => stage is "verifying" or "inspecting";

    /// <summary>What comes of a collector's answer; where none could be had, the case goes on as if nobody had been asked.</summary>
    public static CaseStep? After(string stage, string outcome) =>
        Findings.GetValueOrDefault(outcome) ?? Next(stage == "inspecting" ? "handled" : "reported");

    private static CaseStep Step(string act, string role, int soonestMinutes, int latestMinutes) =>
        new(act, role, Duration.FromMinutes(soonestMinutes), Duration.FromMinutes(latestMinutes));
}
