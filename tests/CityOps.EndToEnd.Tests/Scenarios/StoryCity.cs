using System.Net;
using CityOps.Domain.City;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>
/// A small city with the catalogs, calendars and policy of the product, and its engine on a clock that the story sets. Shared by the
/// stories of a class: each takes a week that no other has.
/// </summary>
public sealed class StoryCity : IAsyncLifetime, IDisposable
{
    private const string OwnCalendar = "../calendar/summer-hours.json";

    private readonly SmallCity _files = new();
    private readonly string _data = Directory.CreateTempSubdirectory("cityops-story-").FullName;
    private readonly FakeTimeProvider _clock;
    private EngineOnClock? _engine;
    private LocalTimes _times;
    private int _reports;

    /// <summary>From a Monday in summer on: twelve weeks without a holiday.</summary>
    public StoryCity()
        : this("2026-06-22 08:00")
    {
    }

    internal StoryCity(string start)
    {
        // The second district keeps summer hours, and counts days to the end of the last one.
        _files.Replace(OwnCalendar, 8, "consumedHours", "endOfDay");
        Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        _times = new LocalTimes(Zone, LocalDate.MinIsoValue);
        _clock = new FakeTimeProvider(At(start).ToDateTimeOffset());
    }

    /// <summary>A place in the first district, which has the calendar of the city.</summary>
    internal Spot HighStreet { get; private set; } = new(0, 0);

    /// <summary>Another one there, on another beat.</summary>
    internal Spot MarketStreet { get; private set; } = new(0, 0);

    /// <summary>A place in the second district.</summary>
    internal Spot AcrossTheRiver { get; private set; } = new(0, 0);

    internal EngineOnClock Engine => _engine ?? throw new InvalidOperationException("It has not started.");

    /// <summary>The city's files, for what changes between two starts.</summary>
    internal SmallCity Files => _files;

    internal Instant Now => Instant.FromDateTimeOffset(_clock.GetUtcNow());

    private DateTimeZone Zone { get; }

    public Task InitializeAsync() => StartAsync();

    public Task DisposeAsync() => StopAsync();

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Starts the engine on what it has journalled, with the city as its files are now.</summary>
    internal async Task StartAsync()
    {
        var check = _files.Check();
        var city = check.City ?? throw new InvalidOperationException(string.Join('\n', check.Faults));
        HighStreet = SpotIn(city, "360102001P01");
        MarketStreet = SpotIn(city, "360102001P02");
        AcrossTheRiver = SpotIn(city, "360103001P01");
        _engine = new EngineOnClock(city, _data, _clock);
        await _engine.StartAsync();
    }

    internal async Task StopAsync()
    {
        if (_engine is { } engine)
        {
            _engine = null;
            await engine.DisposeAsync();
        }
    }

    /// <summary>Begins a week that no story has had: it is Monday, eight o'clock.</summary>
    internal void BeginWeek()
    {
        var monday = (Now - Duration.FromTicks(1)).InZone(Zone).Date.Next(IsoDayOfWeek.Monday);
        _times = new LocalTimes(Zone, monday);
        GoOnTo("Mon 08:00");
    }

    internal void GoOnTo(string moment) => Engine.GoOnTo(At(moment));

    internal Instant At(string words) => _times.At(words);

    internal string Words(Instant at) => _times.Words(at);

    /// <summary>Someone calls the hotline, and what they say has come as far as the acts.</summary>
    internal async Task<StoryCase> GivenAsync(Spot place, string category, params Act[] acts)
    {
        var (kind, code) = category.Split('/') is [var k, var c] ? (k, c) : throw new ArgumentException(category);
        var (status, body) = await Engine.PostAsync("api/v1/reports", new
        {
            t = Now.ToString(),
            lon = place.Lon,
            lat = place.Lat,
            kind,
            category = code,
            channel = "hotline",
            source = $"call-{++_reports}",
        });
        Assert.True(status == HttpStatusCode.Created, $"{status} {body}\n{Engine.Log}");
        var reported = new StoryCase(this, body.Text("id"));
        await reported.WhenAsync(acts);
        return reported;
    }

    /// <summary>A manhole cover on the high street.</summary>
    internal Task<StoryCase> GivenCoverAsync(params Act[] acts) => GivenAsync(HighStreet, "component/0101", acts);

    /// <summary>Waits until someone was told of the case: which kind of notice, about which limit and step of it.</summary>
    /// <param name="of">The case.</param>
    /// <param name="what">Such as <c>urge handle due</c>.</param>
    /// <param name="whom">The conditions of the list, such as <c>role=leader</c>.</param>
    internal async Task ThenNoticeAsync(StoryCase of, string what, string whom)
    {
        List<string> told = [];
        await Wait.UntilAsync(
            async () => (told =
            [
                .. (await Engine.GetAsync($"api/v1/notices?limit=100&{whom}")).GetProperty("items").EnumerateArray()
                    .Where(n => n.GetProperty("cases").EnumerateArray().Any(c => c.GetString() == of.Id))
                    .Select(n => $"{n.Text("kind")} {n.Text("topic")} {n.Text("step")}"),
            ]).Contains(what),
            () => $"Nobody of {whom} was told '{what}' of {of.Id}, only {string.Join(", ", told)}.\n{Engine.Log}");
    }

    /// <summary>Waits until the case is in the list under these conditions.</summary>
    internal Task ThenListedAsync(StoryCase wanted, string where) => Wait.UntilAsync(
        async () => (await Engine.GetAsync($"api/v1/cases?limit=100&{where}")).GetProperty("items").EnumerateArray()
            .Any(c => c.Text("id") == wanted.Id),
        () => $"{wanted.Id} is not listed under {where}.\n{Engine.Log}");

    /// <summary>Waits until the grid of a case has heard of it.</summary>
    internal async Task ThenOpenInGridAsync(StoryCase opened)
    {
        var grid = (await opened.ReadAsync()).Text("patrolGrid");
        await Wait.UntilAsync(
            async () => (await Engine.GetAsync($"api/v1/grids/{grid}")).GetProperty("openCases").EnumerateArray()
                .Any(c => c.Text("id") == opened.Id),
            () => $"Grid {grid} never heard of {opened.Id}.\n{Engine.Log}");
    }

    private static Spot SpotIn(CityConfiguration city, string patrolGrid)
    {
        var inside = city.UnitGrids.Values.First(g => g.PatrolGrid == patrolGrid).Boundary.InteriorPoint;
        return new Spot(inside.X, inside.Y);
    }
}
