using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Lists;

/// <summary>
/// The events of many cases, as far as lists show them, oldest first: 5,000 a day, of which those of the last days are open. Few
/// categories and words make most of them, as in a city. Seeded.
/// </summary>
internal sealed class ListedCases(CityConfiguration city, int count, Instant now)
{
    private const int PerDay = 5_000;
    private const int Open = 25_000;
    private const double LateShare = 0.12;

    private static readonly string[] Problems =
        ["垃圾暴露", "井盖破损", "占道经营", "路灯不亮", "乱贴小广告", "机动车乱停放", "绿地脏乱", "人行道破损", "积水", "违章搭建", "护栏倒伏", "污水冒溢"];

    private static readonly string[] Details =
        ["影响通行", "市民反映多次", "请尽快处理", "有安全隐患", "在小区门口", "在公交站旁", "在学校附近", "已拍照", "面积约五平方米", "气味较大"];

    private static readonly Stage[] Stages = [Stage.Reported, Stage.Filed, Stage.Dispatched, Stage.Handling, Stage.Handling, Stage.Handled];

    private readonly Random _random = new(11);
    private readonly UnitGrid[] _grids = [.. city.UnitGrids.Values.OrderBy(g => g.Code, StringComparer.Ordinal)];
    private readonly Category[] _categories = [.. city.Categories.Values.OrderBy(c => c.Kind).ThenBy(c => c.Code, StringComparer.Ordinal)];
    private readonly string[] _departments = [.. city.Departments.Keys.Order(StringComparer.Ordinal)];
    private readonly string[] _collectors = [.. city.Collectors.Keys.Order(StringComparer.Ordinal)];
    private readonly string[] _streets = [.. city.Jurisdictions.Values.Where(j => j.Level == JurisdictionLevel.Street).Select(j => j.Name.Zh)];
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[city.Zone];

    public IEnumerable<IReadOnlyList<JournalledEvent>> All() => Enumerable.Range(0, count).Select(Case);

    private IReadOnlyList<JournalledEvent> Case(int number)
    {
        var at = now - (Duration.FromDays(1) * ((double)(count - number) / PerDay));
        var report = Report(number, at);
        var id = CaseId.Of(at.InZone(_zone).Date, report.Channel, report.Source);
        var isOpen = count - number <= Open;
        var stage = isOpen ? _random.NextItem(Stages) : Stage.Closed;
        var due = at + (Duration.FromHours(2) * _random.Next(1, 96));
        var schedule = isOpen ? new Schedule([], null, at + ((due - at) * 0.75), due) : new Schedule([], null, null, null);
        List<CaseEvent> events = [new CaseReported(id, Stamp(at), report) { Schedule = schedule }];
        if (stage >= Stage.Filed)
        {
            var limit = new TimeLimit(1, LimitClock.WorkingDays);
            events.Add(new CaseFiled(id, Stamp(at), new Filing(report.Kind, report.Category, "1", limit)));
        }

        if (stage >= Stage.Dispatched)
        {
            events.Add(new CaseDispatched(id, Stamp(at), _random.NextItem(_departments)));
        }

        if (stage is Stage.Handling)
        {
            events.Add(new CaseAccepted(id, Stamp(at + Duration.FromMinutes(_random.Next(600)))));
        }

        if (stage >= Stage.Handled)
        {
            events.Add(new CaseHandled(id, Stamp(at + (Duration.FromMinutes(1) * _random.Next(3_000))), null, []));
        }

        if (stage is Stage.Closed)
        {
            var isLate = _random.NextDouble() < LateShare;
            events.Add(new CaseClosed(id, Stamp(at + (Duration.FromMinutes(1) * _random.Next(3_000, 9_000))), report.Beat, null, HandledLate: isLate)
            {
                Schedule = schedule,
            });
        }

        return [.. events.Select((e, i) => new JournalledEvent(0, $"case-{id}", i + 1, e.Stamp.At, e))];
    }

    private Report Report(int number, Instant at)
    {
        var grid = _random.NextItem(_grids);
        var category = _random.NextSkewed(_categories);
        var place = grid.Boundary.InteriorPoint;
        var channel = _random.NextDouble() < 0.7 ? Channel.Collector : (Channel)_random.Next(1, 9);
        return new Report(
            channel, $"{channel}-{number:D8}", at, GeoPoint.At(place.Y, place.X), grid.Code, grid.Beat, category.Kind, category.Code)
        {
            Description =
                $"{_random.NextItem(_streets)}{_random.Next(1, 400)}号{_random.NextSkewed(Problems)}，{_random.NextItem(Details)}，{_random.NextItem(Details)}。",
            Reporter = channel == Channel.Collector ? _random.NextItem(_collectors) : null,
        };
    }

    private static Stamp Stamp(Instant at) => new(at, at, new Domain.Actor("bench", Roles.System), Channel.System, "bench", "1");
}

/// <summary>How values are drawn.</summary>
internal static class Draws
{
    public static T NextItem<T>(this Random random, T[] items) => items[random.Next(items.Length)];

    /// <summary>The first ones far more often than the last.</summary>
    public static T NextSkewed<T>(this Random random, T[] items) => items[(int)(items.Length * Math.Pow(random.NextDouble(), 3))];
}
