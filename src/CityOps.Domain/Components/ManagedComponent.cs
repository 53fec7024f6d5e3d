using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Components;

/// <summary>What has become of a component.</summary>
public enum ComponentState
{
    /// <summary>完好.</summary>
    Intact,

    /// <summary>破损.</summary>
    Damaged,

    /// <summary>丢失.</summary>
    Missing,

    /// <summary>废弃.</summary>
    Abandoned,

    /// <summary>移除.</summary>
    Removed,
}

/// <summary>A component as the register has it.</summary>
/// <param name="Entry">Code, subclass, place and owner.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Version">How many changes were registered; 0 for one that is as the city's files have it.</param>
/// <param name="ChangedAt">When the last was; null where there was none.</param>
public sealed record ManagedComponent(Component Entry, ComponentState State = ComponentState.Intact, long Version = 0, Instant? ChangedAt = null)
{
    /// <summary>True once it does no service any more.</summary>
    public bool IsRetired => State is ComponentState.Abandoned or ComponentState.Removed;
}

/// <summary>The sorts of changes.</summary>
public enum ComponentChangeKind
{
    /// <summary>新增: it was set up, or was found and had been in no list.</summary>
    Add,

    /// <summary>移位: it stands elsewhere.</summary>
    Move,

    /// <summary>更正: owner or state.</summary>
    Correct,

    /// <summary>注销: abandoned or removed.</summary>
    Retire,
}

/// <summary>备案: a change that is wanted, with its evidence.</summary>
/// <param name="Code">The component's code.</param>
/// <param name="Kind">The sort of change.</param>
/// <param name="Origin">Who asks, and when it happened.</param>
public sealed record ChangeComponent(string Code, ComponentChangeKind Kind, Origin Origin)
{
    /// <summary>Where it stands, with the unit grid there.</summary>
    public Cases.CasePlace? Place { get; init; }

    /// <summary>The department that owns it.</summary>
    public string? Department { get; init; }

    /// <summary>What has become of it.</summary>
    public ComponentState? State { get; init; }

    /// <summary>Where the change is known from: a survey, a document's number.</summary>
    public string? Source { get; init; }

    /// <summary>What else there is to say.</summary>
    public string? Note { get; init; }

    /// <summary>The version that the caller has seen; null for any.</summary>
    public long? Expected { get; init; }
}

/// <summary>A change that was registered: who, when, why, and what the component was after it.</summary>
/// <param name="Code">The component's code.</param>
/// <param name="Version">Its place among the component's changes, from 1.</param>
/// <param name="Kind">The sort of change.</param>
/// <param name="At">When it was registered.</param>
/// <param name="ObservedAt">When it happened, by whoever registered it.</param>
/// <param name="By">Who registered it.</param>
/// <param name="CommandId">The request that led to it; the same one again changes nothing.</param>
/// <param name="After">The component after it.</param>
/// <param name="Source">Where it is known from.</param>
/// <param name="Note">What else was said.</param>
public sealed record ComponentChange(
    string Code, long Version, ComponentChangeKind Kind, Instant At, Instant ObservedAt, string By, string CommandId,
    ManagedComponent After, string? Source, string? Note);
