using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Policies;

/// <summary>
/// Holds a policy against every limit of the catalog: a rule that none of them comes to is for nothing, and a step that lies
/// further before the deadline than the limit is long would be taken at once.
/// </summary>
internal static class ReachCheck
{
    private static readonly ClockStage[] OfTheCentre = [.. Enum.GetValues<ClockStage>().Where(s => s != ClockStage.Handle)];

    public static void Run(string file, IReadOnlyList<ReadRule> rules, LoadedCatalog catalog, FaultLog log)
    {
        if (catalog.IsMissing)
        {
            return;
        }

        var reached = rules.ToDictionary(r => r, _ => new List<Reach>());
        foreach (var reach in catalog.Categories.Values.SelectMany(All))
        {
            if (rules.FirstOrDefault(r => r.Rule.Fits(reach.Stage, reach.Category.Kind, reach.Category.Code, reach.Limit.Clock)) is { } first)
            {
                reached[first].Add(reach);
            }
        }

        foreach (var (rule, limits) in reached)
        {
            if (limits.Count == 0)
            {
                log.Add(
                    file, rule.Line, rule.Id, "No limit comes to this rule",
                    "Put it in front of the rule that takes its cases, or mend its stages, clocks and categories");
            }

            CheckBefore(file, rule, limits, log);
        }
    }

    private static void CheckBefore(string file, ReadRule rule, List<Reach> limits, FaultLog log)
    {
        foreach (var step in rule.Steps)
        {
            if (step.Step.When is AtOffset { FromDue: var offset }
                && limits.FirstOrDefault(l => Shortest(l.Limit) <= -offset) is { } tooShort)
            {
                log.Add(
                    file, step.Line, $"{rule.Id}/{step.Id}",
                    $"The step lies before the start of a limit: {tooShort.Limit.Amount} {Words.Of(tooShort.Limit.Clock)} for the stage "
                    + $"{Words.Of(tooShort.Stage)} of {Words.Of(tooShort.Category.Kind)}/{tooShort.Category.Code}",
                    "Use a share, or a rule of its own for such limits");
            }
        }
    }

    private static IEnumerable<Reach> All(Category category) => OfTheCentre
        .Select(stage => new Reach(category, stage, category.Limits.Of(stage)))
        .Concat(category.Conditions.Select(c => new Reach(category, ClockStage.Handle, c.Limit)));

    /// <summary>The limit by the wall clock at the least; null where it depends on the calendar.</summary>
    private static Duration? Shortest(TimeLimit limit) => limit.Clock switch
    {
        LimitClock.ContinuousHours or LimitClock.WorkingHours => Duration.FromHours((double)limit.Amount),
        LimitClock.NaturalDays => Duration.FromDays((double)limit.Amount),
        _ => null,
    };

    private sealed record Reach(Category Category, ClockStage Stage, TimeLimit Limit);
}
