using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.CommandLine;
using CityOps.Simulator.Life;
using CityOps.Simulator.Map;
using Microsoft.Extensions.Time.Testing;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Simulator.Tests;

public sealed class LifeTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Theory]
    [InlineData(6, 59, false)]
    [InlineData(7, 0, true)]
    [InlineData(13, 59, true)]
    [InlineData(14, 0, false)]
    public void A_shift_runs_from_its_start_up_to_its_end(int hour, int minute, bool on) =>
        Assert.Equal(
            on, new ShiftHours(new LocalTime(7, 0), new LocalTime(14, 0)).Contains(new LocalTime(hour, minute)));

    [Fact]
    public void A_shift_over_midnight_ends_on_the_next_day()
    {
        var night = new ShiftHours(new LocalTime(22, 0), new LocalTime(6, 0));
        var late = Instant.FromUtc(2026, 3, 2, 15, 0); // 23:00 in Shanghai
        Assert.Equal(late, night.NextStart(late, Shanghai));
        Assert.Equal(Instant.FromUtc(2026, 3, 2, 22, 0), night.NextEnd(late, Shanghai));
    }

    [Fact]
    public void A_shift_that_is_over_starts_again_on_the_next_day() =>
        Assert.Equal(
            Instant.FromUtc(2026, 3, 2, 23, 0),
            new ShiftHours(new LocalTime(7, 0), new LocalTime(14, 0))
                .NextStart(Instant.FromUtc(2026, 3, 2, 7, 0), Shanghai));

    [Fact]
    public void A_fast_life_begins_in_the_past_and_never_runs_beyond_the_present()
    {
        var real = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
        var clock = new CityClock(real, speed: 60, lead: TimeSpan.FromMinutes(1), Shanghai);
        Assert.Equal(Instant.FromUtc(2026, 3, 2, 11, 1), clock.Now);
        real.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Instant.FromUtc(2026, 3, 2, 11, 31), clock.Now);
        real.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Instant.FromDateTimeOffset(real.GetUtcNow()), clock.Now);
        Assert.Equal(1, clock.Speed);
    }

    [Fact]
    public void A_collector_stays_on_the_beat_at_walking_pace_and_sees_all_of_it()
    {
        UnitGrid[] grids = [.. Cities.Small.Beats["P1"]];
        var walk = Beat.Walk(grids, new Chance(1), () => null);
        var visited = new HashSet<string?>();
        for (var step = 0; step < 1_000; step++)
        {
            var before = walk.Now.Place;
            var now = walk.Advance(Duration.FromSeconds(10));
            Assert.InRange(now.Place.DistanceTo(before).Metres, 0, 14.1);
            visited.Add(Cities.Small.Grids.At(now.Place)?.Code);
        }

        Assert.Equal(grids.Select(grid => grid.Code).Order(), visited.Order());
    }

    [Fact]
    public void A_vehicle_stays_on_the_streets_and_turns_back_only_at_a_dead_end()
    {
        var a = GeoPoint.At(latitude: 28.60, longitude: 115.80);
        var b = GeoPoint.At(latitude: 28.60, longitude: 115.81);
        var c = GeoPoint.At(latitude: 28.61, longitude: 115.81);
        var streets = StreetNetwork.From([Line(a, b), Line(b, c)], "some.geojson");
        Assert.Equal(c, streets.Next(b, cameFrom: a, new Chance(1)));
        Assert.Equal(b, streets.Next(c, cameFrom: b, new Chance(1)));

        var drive = Drive.Along(streets, VehicleKind.Enforcement, new Chance(1));
        for (var step = 0; step < 1_000; step++)
        {
            var place = drive.Advance(Duration.FromSeconds(10)).Place;
            Assert.True(
                Math.Abs(place.Latitude - 28.60) < 1e-6 || Math.Abs(place.Longitude - 115.81) < 1e-6,
                $"{place} is no street");
        }
    }

    [Fact]
    public void A_case_goes_to_a_department_of_its_class_and_district()
    {
        var report = new ReportMessage("1", "", 115.805, 28.605, "incident", "0113");
        var staff = Staff.For(Cities.Small, report, new Chance(1));
        Assert.Equal(new Staff("360102", "roads-east"), staff);
        Assert.Equal("handler:roads-east-1@roads-east", staff.In("handler").ToString());
        Assert.Equal("shiftLead:shiftLead-360102@360102", staff.In("shiftLead").ToString());
    }

    [Fact]
    public void A_case_without_a_department_in_its_district_goes_to_the_citys() =>
        Assert.Equal(
            "lights",
            Staff.For(Cities.Small, new("1", "", 115.835, 28.605, "component", "0137"), new Chance(1)).Department);

    [Fact]
    public void The_stages_lead_from_the_report_to_the_closing()
    {
        string[] stages = ["reported", "filed", "dispatched", "handling", "handled", "inspecting"];
        Assert.Equal(
            ["file", "dispatch", "accept", "handled", "inspect", null],
            stages.Select(stage => CaseRoute.Next(stage)?.Act));
        Assert.Null(CaseRoute.Next("closed"));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1.5h", 5_400)]
    [InlineData("1d", 86_400)]
    public void A_length_of_time_is_a_number_and_its_unit(string text, double seconds) =>
        Assert.Equal(seconds, Durations.Parse(text)?.TotalSeconds ?? 0, tolerance: 0.001);

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("0s")]
    [InlineData("-1m")]
    [InlineData("10x")]
    [InlineData("999d")]
    public void What_is_no_length_of_time_is_refused(string text) => Assert.Null(Durations.Parse(text));

    private static LineString Line(GeoPoint from, GeoPoint to) =>
        new([new(from.Longitude, from.Latitude), new(to.Longitude, to.Latitude)]);
}
