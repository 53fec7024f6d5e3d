using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Tests;
using CityOps.Engine.Ports;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Lists;

/// <summary>Orders, pages and words of the list of cases.</summary>
public class CaseSearchTests : IDisposable
{
    private readonly ListRun _run;
    private readonly List<JournalledEvent> _journal = [];

    public CaseSearchTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected CaseSearchTests(TemporaryDirectory directory) => _run = new ListRun(directory, city: City);

    private static CityConfiguration City { get; } = Cities.Empty with
    {
        Jurisdictions = new Dictionary<string, Jurisdiction>
        {
            ["360102"] = new("360102", new Name("东湖区", "Donghu"), JurisdictionLevel.District, null),
            ["360102001"] = new("360102001", new Name("大院街道", "Dayuan"), JurisdictionLevel.Street, "360102"),
        },
        PatrolGrids = new Dictionary<string, PatrolGrid> { ["P2"] = new("P2", new Name("滨江网格", "Riverside beat"), "360102") },
    };

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [InlineData("井盖", "a")]
    [InlineData("井", "a")]
    [InlineData("破损严重", "a")]
    [InlineData("严重", "a")]
    [InlineData("井严", "")]
    [InlineData("路灯", "b")]
    [InlineData("lamp", "b")]
    [InlineData("LAM 路灯", "b")]
    [InlineData("amp", "")]
    [InlineData("东湖", "a,b")]
    [InlineData("大院街道 路灯", "b")]
    [InlineData("滨江网格", "b")]
    [InlineData("riverside", "b")]
    [InlineData("360102001001002", "b")]
    [InlineData("36010200100100", "a,b")]
    [InlineData("hotline-77", "a")]
    [InlineData("12345-0", "b")]
    [InlineData("%", "")]
    [InlineData("\" OR \"", "")]
    public async Task Cases_are_found_by_words_of_description_place_and_number(string asked, string expected)
    {
        await CommitAsync(Reported(ReportOf("hotline-77") with { Description = "人民路12号井盖破损严重" }, Start), 1);
        await CommitAsync(
            Reported(ReportOf("12345-0042") with { Description = "Lamp is out, 路灯不亮", UnitGrid = SecondGrid, Beat = "P2" }, Later(1)), 1);

        // By the index, and by each row that another condition finds.
        CaseQuery[] queries = [new(), new() { Category = "0113" }, new() { Order = CaseOrder.UpdatedAt }, new() { Grid = "P1", Channel = Channel.Collector }];
        foreach (var query in queries)
        {
            var found = (await PageAsync(query with { Text = asked, Ascending = true })).Items;
            var wanted = query.Grid is null ? expected : expected.Split(',').Contains("a") ? "a" : "";

            Assert.Equal(wanted, string.Join(',', found.Select(r => r.Source == "hotline-77" ? "a" : "b")));
        }
    }

    [SkippableTheory]
    [InlineData("a", 3_900)]
    [InlineData("é", 3_000)]
    [InlineData("𠀋", 1_900)]
    public async Task A_word_of_any_length_is_listed_and_found_by_its_beginning(string letter, int times)
    {
        await CommitAsync(Reported(ReportOf("m-1") with { Description = $"{string.Concat(Enumerable.Repeat(letter, times))} 井盖" }, Start), 1);
        await CommitAsync(Reported(ReportOf("m-2"), Later(1)), 1);

        Assert.Equal(2, (await PageAsync(new CaseQuery())).Items.Count);
        Assert.Equal("m-1", Assert.Single((await PageAsync(new CaseQuery { Text = letter + letter })).Items).Source);
        Assert.Equal("m-1", Assert.Single((await PageAsync(new CaseQuery { Text = "井盖" })).Items).Source);
    }

    [SkippableFact]
    public async Task A_case_is_found_by_its_id_or_the_beginning_of_it()
    {
        var wanted = Reported(ReportOf("m-1"), Start);
        await CommitAsync(wanted, 1);
        await CommitAsync(Reported(ReportOf("m-2"), Start), 1);

        Assert.Equal(wanted.Case.Value, Assert.Single((await PageAsync(new CaseQuery { Text = wanted.Case.Value.ToLowerInvariant() })).Items).Id);
        Assert.Equal(2, (await PageAsync(new CaseQuery { Text = "C202603" })).Items.Count);
    }

    [SkippableFact]
    public async Task A_case_that_was_set_right_is_found_where_it_is_and_no_longer_where_it_was()
    {
        var reported = Reported(ReportOf("m-1"), Start);
        var place = GeoPoint.At(28.7, 115.9);
        await CommitAsync(reported, 1);
        await CommitAsync(
            new CaseCorrected(
                reported.Case, StampAt(Later(1)), CategoryKind.Incident, "0113", null, null, new CasePlace(place, SecondGrid, "P2"), "P1",
                new GridEntry("P2", SecondGrid, CategoryKind.Incident, "0113", place, Start), null, "3601"),
            2);

        Assert.Equal("3601", Assert.Single((await PageAsync(new CaseQuery { Text = "滨江" })).Items).Centre);
        Assert.Empty((await PageAsync(new CaseQuery { Text = FirstGrid })).Items);
        Assert.Single((await PageAsync(new CaseQuery { Text = "loose", Box = BoxOf(place) })).Items);
        Assert.Empty((await PageAsync(new CaseQuery { Box = BoxOf(reported.Report.Place) })).Items);
    }

    [SkippableTheory]
    [InlineData("360102-001", true, false)]
    [InlineData("360102", true, true)]
    [InlineData("m-9", true, true)]
    [InlineData("360102-001/m-9", true, false)]
    public async Task The_number_of_a_handset_finds_nothing_that_who_asks_is_not_told(string text, bool isFound, bool isFoundUntold)
    {
        await CommitAsync(Reported(ReportOf("360102-001/m-9"), Start), 1);
        foreach (var order in Enum.GetValues<CaseOrder>())
        {
            var query = new CaseQuery { Text = text, Order = order };
            Assert.Equal(isFound, (await PageAsync(query)).Items.Count == 1);
            Assert.Equal(isFoundUntold, (await PageAsync(query with { Sight = default })).Items.Count == 1);
        }
    }

    [SkippableTheory]
    [InlineData(CaseOrder.ReportedAt, true)]
    [InlineData(CaseOrder.ReportedAt, false)]
    [InlineData(CaseOrder.UpdatedAt, true)]
    [InlineData(CaseOrder.UpdatedAt, false)]
    [InlineData(CaseOrder.DueAt, true)]
    [InlineData(CaseOrder.DueAt, false)]
    public async Task Pages_of_every_order_and_filter_neither_skip_nor_repeat(CaseOrder order, bool ascending)
    {
        await FillAsync();
        CaseQuery[] filters =
        [
            new(), new() { Category = "0113" }, new() { Text = "loose" }, new() { Box = BoxOf(GeoPoint.At(28.6, 115.8)) },
            new() { Light = Light.Green }, new() { From = Start, Grid = "P1", Text = "cover" },
        ];
        foreach (var filter in filters)
        {
            List<CaseRow> read = [];
            string? after = null;
            do
            {
                var page = await PageAsync(filter with { Limit = 3, After = after, Order = order, Ascending = ascending });
                read.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);

            Assert.Equal(11, read.Select(r => r.Id).Distinct().Count());
            Assert.Equal(11, read.Count);
            var values = read.Select(r => order switch
            {
                CaseOrder.UpdatedAt => r.UpdatedAt,
                CaseOrder.DueAt => r.DueAt ?? Instant.MaxValue,
                _ => r.ReportedAt,
            }).ToList();
            Assert.Equal(ascending ? values.Order() : values.OrderDescending(), values);
        }
    }

    [SkippableFact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await FillAsync();
        var next = (await PageAsync(new CaseQuery { Limit = 1 })).Next;

        await Assert.ThrowsAsync<InvalidCursorException>(() => PageAsync(new CaseQuery { After = next, Order = CaseOrder.DueAt }));
    }

    [SkippableFact]
    public async Task Words_are_found_with_the_department_that_has_the_case_now_and_the_day_of_its_report()
    {
        var (first, second) = (Reported(ReportOf("m-1"), Start), Reported(ReportOf("m-2"), Start + Duration.FromDays(1)));
        await CommitAsync(first, 1);
        await CommitAsync(second, 1);
        await CommitAsync(new CaseDispatched(first.Case, StampAt(Later(1)), "it's \\ water"), 2);
        await CommitAsync(new CaseDispatched(second.Case, StampAt(Later(2)), "roads"), 2);
        await CommitAsync(new CaseDispatched(first.Case, StampAt(Later(3)), "o'parks"), 3);
        await CommitAsync(
            new CaseCorrected(
                first.Case, StampAt(Later(4)), CategoryKind.Incident, "0113", null, null,
                new CasePlace(first.Report.Place, SecondGrid, "P2"), "P1",
                new GridEntry("P2", SecondGrid, CategoryKind.Incident, "0113", first.Report.Place, Start)),
            4);
        (string Found, CaseQuery Query)[] asked =
        [
            ("m-1", new() { Department = "o'parks" }), ("", new() { Department = "it's \\ water" }), ("m-2", new() { Department = "roads" }),
            ("m-1", new() { From = Start, To = Start + Duration.FromHours(1) }), ("m-2", new() { From = Later(1), To = Start + Duration.FromDays(3) }),
            ("m-1,m-2", new() { From = Start - Duration.FromDays(300), To = Start + Duration.FromDays(300) }),
            ("m-1,m-2", new() { From = Start }), ("", new() { From = Later(5), To = Later(1) }),
        ];
        foreach (var (found, query) in asked)
        {
            foreach (var order in Enum.GetValues<CaseOrder>())
            {
                var page = await PageAsync(query with { Text = "loose", Order = order });
                Assert.Equal(found, string.Join(',', page.Items.Select(r => r.Source).Order()));
            }
        }

        await CommitAsync(new CaseReopened(first.Case, StampAt(Later(5)), "again", new GridEntry("P2", SecondGrid, CategoryKind.Incident, "0113", first.Report.Place, Start)), 5);
        Assert.Empty((await PageAsync(new CaseQuery { Text = "loose", Department = "o'parks" })).Items);
    }

    [SkippableFact]
    public async Task A_list_that_is_made_again_is_the_same_with_its_words_and_places()
    {
        await FillAsync();
        CaseQuery[] queries = [new(), new() { Text = "loose" }, new() { Box = BoxOf(GeoPoint.At(28.6, 115.8)) }];
        var before = new List<IReadOnlyList<CaseRow>>();
        foreach (var query in queries)
        {
            before.Add((await PageAsync(query)).Items);
        }

        await _run.Feeds.ResetAsync("read-model", default);
        foreach (var query in queries)
        {
            Assert.Empty((await PageAsync(query)).Items);
        }

        await _run.Feeds.CommitAsync("read-model", 0, _journal.Count, _journal, default);
        Assert.Equal(11, before[0].Count);
        for (var i = 0; i < queries.Length; i++)
        {
            Assert.Equal(before[i], (await PageAsync(queries[i])).Items);
        }
    }

    private static Instant Later(int minutes) => Start + Duration.FromMinutes(minutes);

    private static GeoBox BoxOf(GeoPoint place) => new(
        GeoPoint.At(place.Latitude - 0.0001, place.Longitude - 0.0001), GeoPoint.At(place.Latitude + 0.0001, place.Longitude + 0.0001));

    private Task<Page<CaseRow>> PageAsync(CaseQuery query) => _run.Lists.CasesAsync(query, default);

    private async Task FillAsync()
    {
        for (var i = 0; i < 11; i++)
        {
            var reported = Reported(ReportOf($"m-{i}"), Later(i / 4));
            var due = i % 3 == 0 ? (Instant?)null : Later(60 - (i / 2));
            await CommitAsync(reported with { Schedule = new Schedule([], null, due, due) }, 1);
            await CommitAsync(new CaseUrged(reported.Case, StampAt(Later(20 - (i / 3))), null, null), 2);
        }
    }

    private async Task CommitAsync(CaseEvent @event, long sequence)
    {
        _journal.Add(Journalled(_journal.Count + 1, sequence, @event));
        await _run.Feeds.CommitAsync("read-model", 0, _journal.Count, [_journal[^1]], default);
    }
}
