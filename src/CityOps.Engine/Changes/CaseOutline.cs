using System.Text.Json.Serialization;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Engine.Notices;
using NodaTime;

namespace CityOps.Engine.Changes;

/// <summary>A case as maps and queues need it: made from its events alone, and without personal data.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Kind">Component or incident.</param>
/// <param name="Category">The subclass that counts.</param>
/// <param name="Condition">The filing condition that counts; null where none is given yet.</param>
/// <param name="Place">Where it is.</param>
/// <param name="UnitGrid">The unit grid.</param>
/// <param name="Beat">The grid whose actor answers for it.</param>
/// <param name="At">Who has it.</param>
public sealed record CaseOutline(
    Stage Stage, CategoryKind Kind, string Category, string? Condition, GeoPoint Place, string UnitGrid, string Beat, CaseWhereabouts At)
{
    /// <summary>When the first of its lights turns yellow; null where no limit runs.</summary>
    public Instant? YellowAt { get; init; }

    /// <summary>When the first of its limits is due; null where none runs.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Who has to do with it wherever it lies; for telling who may hear of it, and kept nowhere else.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<string> Parties { get; init; } = [];

    /// <summary>True if the case exists for who has the scope.</summary>
    public bool IsIn(Scope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.SeesCase(UnitGrid, Beat, At.Centre, Parties);
    }

    /// <summary>True if the case is of a department, where one is given, and of a jurisdiction or below, where one is given.</summary>
    public bool IsOf(string? jurisdiction, string? department) =>
        (department is null || At.Department == department)
        && (jurisdiction is null || UnitGrid.StartsWith(jurisdiction, StringComparison.Ordinal)
            || At.Centre?.StartsWith(jurisdiction, StringComparison.Ordinal) == true);

    /// <summary>The outline after an event; null before it for a case that is reported.</summary>
    /// <exception cref="InvalidOperationException">The event cannot be a case's first.</exception>
    public static CaseOutline After(CaseOutline? before, CaseEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var at = (before?.At ?? CaseWhereabouts.Unknown).After(@event);
        var after = (before, @event) switch
        {
            (_, CaseReported { Report: var r }) =>
                new CaseOutline(Stage.Reported, r.Kind, r.Category, r.Condition, r.Place, r.UnitGrid, r.Beat, at),
            (null, _) => throw new InvalidOperationException($"{@event.GetType().Name} cannot be the first event of {@event.Case}."),
            (_, CaseFiled { Filing: var f }) => before with { Kind = f.Kind, Category = f.Category, Condition = f.Condition },
            (_, CaseCorrected e) => before with
            {
                Kind = e.Kind, Category = e.Category, Condition = e.Condition,
                Place = e.Entry.Place, UnitGrid = e.Entry.UnitGrid, Beat = e.Entry.Beat,
            },
            _ => before,
        };
        return after with
        {
            At = at,
            Parties = CaseParties.Of(@event) is { Count: > 0 } parties ? [.. (before?.Parties ?? []).Union(parties)] : after.Parties,
            Stage = CaseEvolution.StageAfter(@event) ?? after.Stage,
            YellowAt = @event.Schedule is { } limits ? limits.Yellow : after.YellowAt,
            DueAt = @event.Schedule is { } schedule ? schedule.Due : after.DueAt,
        };
    }
}
