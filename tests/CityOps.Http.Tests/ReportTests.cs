using System.Net;
using System.Text.Json.Nodes;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

public sealed class ReportTests(CityServer server) : IClassFixture<CityServer>
{
    [Fact]
    public async Task A_report_becomes_a_case_that_can_be_read_where_it_says()
    {
        var reply = await server.ReportAsync(ReportBodies.Manhole("r-1"));

        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.Equal($"/api/v1/cases/{reply["id"]}", reply.Headers.Location?.ToString());
        Assert.Equal("\"1\"", reply.Headers.ETag?.Tag);
        Assert.Equal("reported", reply["stage"]);
        Assert.Equal(TestCity.West, reply["grid"]);
        Assert.Equal(TestCity.PatrolGrid, reply["patrolGrid"]);
        Assert.Equal("2026-03-01T03:58:00Z", reply["observedAt"]);
        Assert.Equal("2026-03-01T04:00:00Z", reply["reportedAt"]);
        Assert.Equal("井盖 missing", reply["description"]);
        var read = await server.GetReplyAsync($"/api/v1/cases/{reply["id"]}");
        Assert.Equal(reply.Text, read.Text);
    }

    [Fact]
    public async Task The_same_channel_and_source_again_is_the_same_case()
    {
        var first = await server.ReportAsync(ReportBodies.Manhole("r-2"));
        var second = await server.ReportAsync(ReportBodies.Manhole("r-2").With("description", "\"other\""));

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Text, second.Text);
    }

    [Fact]
    public async Task The_reporter_is_not_shown_to_who_need_not_know()
    {
        var reply = await server.ReportAsync(ReportBodies.Manhole("r-3"), ("X-CityOps-Acting", "dispatcher:li"));

        Assert.DoesNotContain("Zhang", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"from-source\"", "from-key", "\"from-id\"", "from-source")]
    [InlineData("", "from-key", "\"from-id\"", "from-key")]
    [InlineData("", "\"quoted\"", "\"from-id\"", "quoted")]
    [InlineData("", null, "\"from-id\"", "from-id")]
    public async Task The_source_is_named_by_the_source_or_the_key_or_the_id(
        string source, string? key, string id, string expected)
    {
        var body = ReportBodies.Manhole().With("source", source).With("id", id);

        var reply = await server.ReportAsync(body, key is null ? [] : [("Idempotency-Key", key)]);

        Assert.Equal(expected, reply["source"]);
    }

    [Fact]
    public async Task Without_any_id_each_message_is_a_case_of_its_own()
    {
        var first = await server.ReportAsync(ReportBodies.Manhole().With("source", ""));
        var second = await server.ReportAsync(ReportBodies.Manhole().With("source", ""));

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.NotEqual(first["id"], second["id"]);
    }

    [Theory]
    [InlineData("not an id")]
    [InlineData("")]
    [InlineData("a/b")]
    public async Task A_key_that_is_no_id_is_refused(string key) =>
        (await server.ReportAsync(ReportBodies.Manhole("r-4"), ("Idempotency-Key", key)))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "Idempotency-Key");

    [Fact]
    public async Task A_place_in_gcj02_is_moved_to_its_true_grid()
    {
        var shifted = Gcj02.From(GeoPoint.At(TestCity.Lat, 115.8501));

        var reply = await server.ReportAsync(new JsonObject
        {
            ["t"] = 1772337600000,
            ["lon"] = shifted.Longitude,
            ["lat"] = shifted.Latitude,
            ["datum"] = "gcj02",
            ["kind"] = "incident",
            ["category"] = "0104",
        });

        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.Equal(115.8501, reply.Json.GetProperty("lon").GetDouble(), 7);
        Assert.Equal("2026-03-01T04:00:00Z", reply["observedAt"]);
        Assert.Equal("console", reply["channel"]);
    }

    [Fact]
    public async Task A_unit_grid_of_its_own_has_no_patrol_grid()
    {
        var reply = await server.ReportAsync(ReportBodies.Manhole("r-5").With("lon", $"{TestCity.LoneLon}"));

        Assert.Equal(TestCity.Lone, reply["grid"]);
        Assert.Null(reply["patrolGrid"]);
    }

    [Fact]
    public async Task A_place_outside_of_the_city_is_refused() =>
        (await server.ReportAsync(ReportBodies.Manhole("r-6").With("lon", "0").With("lat", "0")))
            .Problem(HttpStatusCode.UnprocessableEntity, "place.outsideCity");

    [Theory]
    [InlineData("category", "\"9999\"", "case.unknownCategory")]
    [InlineData("condition", "\"9\"", "case.unknownCondition")]
    public async Task What_the_catalog_does_not_know_is_refused(string field, string json, string code) =>
        (await server.ReportAsync(ReportBodies.Manhole("r-7").With(field, json)))
            .Faults(HttpStatusCode.UnprocessableEntity, code, field);

    [Theory]
    [InlineData("t", "")]
    [InlineData("t", "null")]
    [InlineData("t", "\"1999-12-31T23:59:59Z\"")]
    [InlineData("t", "\"2026-03-01T04:05:01Z\"")]
    [InlineData("t", "9223372036854")]
    [InlineData("lon", "")]
    [InlineData("lon", "180.5")]
    [InlineData("lat", "-91")]
    [InlineData("kind", "")]
    [InlineData("category", "")]
    [InlineData("source", "\"a/b\"")]
    [InlineData("source", "\"\"")]
    [InlineData("id", "\"a b\"")]
    [InlineData("component", "\"井\"")]
    [InlineData("description", "\"a\\u0000b\"")]
    [InlineData("photos", "[\"abc\"]")]
    [InlineData("photos", "[null]")]
    [InlineData("channel", "\"system\"")]
    public async Task A_field_that_is_missing_or_wrong_is_named(string field, string json) =>
        (await server.ReportAsync(ReportBodies.Manhole("r-8").With(field, json)))
            .Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", field);

    [Theory]
    [InlineData("t", "\"2026-03-01T04:00:00\"")]
    [InlineData("t", "\"yesterday\"")]
    [InlineData("t", "99999999999999999")]
    [InlineData("t", "\"9999-12-31T23:59:59-01:00\"")]
    [InlineData("t", "1.5")]
    [InlineData("lon", "\"115.855\"")]
    [InlineData("lon", "true")]
    [InlineData("kind", "\"event\"")]
    [InlineData("kind", "0")]
    [InlineData("selfHandled", "\"yes\"")]
    [InlineData("category", "101")]
    [InlineData("photos", "\"abc\"")]
    [InlineData("channel", "[]")]
    [InlineData("datum", "\"bd09\"")]
    public async Task A_field_of_the_wrong_type_is_named(string field, string json) =>
        (await server.ReportAsync(ReportBodies.Manhole("r-9").With(field, json)))
            .Faults(HttpStatusCode.UnprocessableEntity, "request.wrongType", field);

    [Theory]
    [InlineData("\"2000-01-01T00:00:00Z\"")]
    [InlineData("\"2026-03-01T12:05:00+08:00\"")]
    public async Task The_first_and_the_last_possible_time_are_taken(string t) => Assert.Equal(
        HttpStatusCode.Created,
        (await server.ReportAsync(ReportBodies.Manhole().With("source", "").With("t", t))).Status);

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once() =>
        (await server.PostAsync("/api/v1/reports", "{}"))
            .Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", "t", "lon", "lat", "kind", "category");

    [Fact]
    public async Task Unknown_fields_are_ignored() => Assert.Equal(
        HttpStatusCode.Created,
        (await server.ReportAsync(ReportBodies.Manhole("r-10").With("new", "[1]"))).Status);

    [Fact]
    public async Task The_case_keeps_who_reported_and_for_which_channel()
    {
        await server.ReportAsync(
            ReportBodies.Manhole("r-11"), ("X-CityOps-Acting", "acceptor:li"), ("Idempotency-Key", "k-11"));

        var command = Assert.IsType<ReportCase>(
            Assert.Single(server.Cases.Commands, c => c is ReportCase { Report.Source: "r-11" }));
        Assert.Equal(("li", Domain.Roles.Acceptor), (command.Origin.By.Id, command.Origin.By.Roles));
        Assert.Equal(("k-11", Domain.Channel.Hotline), (command.Origin.CommandId, command.Origin.Via));
        Assert.Equal("Zhang San", command.Report.Reporter);
    }
}
