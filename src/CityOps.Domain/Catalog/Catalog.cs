using CityOps.Domain.City;
using CityOps.Domain.Deadlines;

namespace CityOps.Domain.Catalog;

/// <summary>Whether a problem is about a managed object or not.</summary>
public enum CategoryKind
{
    /// <summary>部件: about a managed public object.</summary>
    Component,

    /// <summary>事件: about no managed object.</summary>
    Incident,
}

/// <summary>The clock on which a time limit runs.</summary>
public enum LimitClock
{
    /// <summary>紧急工作时: day and night.</summary>
    ContinuousHours,

    /// <summary>工作时: only inside working time.</summary>
    WorkingHours,

    /// <summary>工作日.</summary>
    WorkingDays,

    /// <summary>自然日.</summary>
    NaturalDays,
}

/// <summary>处置时限: how long handling may take.</summary>
/// <param name="Amount">How many units of the clock; above zero.</param>
/// <param name="Clock">Which clock.</param>
public sealed record TimeLimit(decimal Amount, LimitClock Clock);

/// <summary>小类: one subclass of component or incident.</summary>
/// <param name="Code">Major and sub class: 4 digits (GB/T 30428.2) or 5 (GB/T 47678.5), unique within the kind.</param>
/// <param name="Kind">Component or incident.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Public">True if a citizen may choose it.</param>
/// <param name="Conditions">立案条件: its variants; at least one.</param>
public sealed record Category(
    string Code, CategoryKind Kind, Name Name, bool Public, IReadOnlyList<FilingCondition> Conditions)
{
    /// <summary>How long the stages of the centre may take.</summary>
    public StageLimits Limits { get; init; } = StageLimits.Standard;

    /// <summary>When two of its reports may be about the same problem.</summary>
    public SimilarCases Similar { get; init; } = SimilarCases.Standard;
}

/// <summary>立案条件: the variant of a subclass that fixes its time limit and closing condition.</summary>
/// <param name="Id">Unique within the category: <c>1</c>, <c>2</c> …</param>
/// <param name="Text">When it applies.</param>
/// <param name="Limit">How long handling may take.</param>
/// <param name="Closing">结案条件: what must be so for the case to be closed.</param>
public sealed record FilingCondition(string Id, Name Text, TimeLimit Limit, Name Closing);
