using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Catalogs;

/// <summary>
/// What one level of a catalog (the whole, a major class, a subclass) says of stage limits and similar cases. What it does not
/// say holds as on the level above.
/// </summary>
internal sealed record LevelSettings(IReadOnlyDictionary<ClockStage, TimeLimit> Limits, SimilarCases? Similar)
{
    private const decimal MostMetres = 5_000;
    private const decimal MostHours = 24 * 31;

    private static readonly IReadOnlyList<ClockStage> Stages =
        [.. Enum.GetValues<ClockStage>().Where(s => s != ClockStage.Handle)];

    public static LevelSettings Nothing { get; } = new(new Dictionary<ClockStage, TimeLimit>(), null);

    /// <summary>Reads the fields <c>stageLimits</c> and <c>similar</c>, either of which may be left out.</summary>
    public static LevelSettings Read(Record record)
    {
        var limits = new Dictionary<ClockStage, TimeLimit>();
        if (record.Has("stageLimits"))
        {
            var stages = record.Inner("stageLimits");
            foreach (var stage in Stages.Where(s => stages.Has(Words.Of(s))))
            {
                var inner = stages.Inner(Words.Of(stage));
                limits.Add(stage, inner.Limit());
                inner.NoMore();
            }

            stages.NoMore();
        }

        return new LevelSettings(limits, record.Has("similar") ? SimilarIn(record.Inner("similar")) : null);
    }

    public StageLimits Over(StageLimits above) => new(
        Limits.GetValueOrDefault(ClockStage.Verify, above.Verify),
        Limits.GetValueOrDefault(ClockStage.File, above.File),
        Limits.GetValueOrDefault(ClockStage.Dispatch, above.Dispatch),
        Limits.GetValueOrDefault(ClockStage.Accept, above.Accept),
        Limits.GetValueOrDefault(ClockStage.Inspect, above.Inspect),
        Limits.GetValueOrDefault(ClockStage.Close, above.Close));

    public Category Over(Category category) =>
        category with { Limits = Over(category.Limits), Similar = Similar ?? category.Similar };

    private static SimilarCases SimilarIn(Record record)
    {
        var (metres, hours) = (record.Number("metres"), record.Number("hours"));
        record.NoMore();
        if (metres is <= 0 or > MostMetres)
        {
            record.Fault($"The radius of {metres} m is out of range", $"Give metres above 0, at most {MostMetres}");
        }

        if (hours is <= 0 or > MostHours)
        {
            record.Fault($"The span of {hours} hours is out of range", $"Give hours above 0, at most {MostHours}");
        }

        return record.IsSound
            ? new SimilarCases(
                Length.FromMetres((double)metres.GetValueOrDefault()), Duration.FromHours((double)hours.GetValueOrDefault()))
            : SimilarCases.Standard;
    }
}
