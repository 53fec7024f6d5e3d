using CityOps.Domain.Deadlines;

namespace CityOps.Host.City.Policies;

/// <summary>A rule as read; its steps come later in the file.</summary>
internal sealed record ReadRule(string Id, EscalationRule Rule, int Line)
{
    public List<ReadStep> Steps { get; } = [];

    /// <summary>True if a step of it was at fault: the rule is then not called empty on top of it.</summary>
    public bool HasBrokenSteps { get; set; }

    public EscalationRule Whole() => Rule with { Steps = [.. Steps.Select(s => s.Step)] };
}

/// <summary>A step as read.</summary>
internal sealed record ReadStep(string Id, EscalationStep Step, int Line);
