using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Tests.Codecs;

public sealed class MessageCodecTests
{
    private const string Hash = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";

    private const string Least =
        "\"id\":\"r-1\",\"t\":1795480200000,\"lon\":115.857,\"lat\":28.683,\"kind\":\"incident\",\"category\":\"0101\"";

    [Fact]
    public void A_full_report_is_taken_as_it_is()
    {
        var report = Given.Value(Report($$"""
            {"id":"r-1","t":"2026-11-24T08:30:00+08:00","lon":115.857,"lat":28.683,"kind":"component","category":"0101",
             "condition":"1","component":"3601020101000001","description":"井盖破损 \ud83d\ude00","photos":["{{Hash}}"],
             "selfHandled":true,"later":{"x":1} }
            """));
        Assert.Equal(["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"], report.Photos);
        Assert.Equal(
            new ReportMessage(
                "r-1", Given.Now, GeoPoint.At(28.683, 115.857), Datum.Wgs84, CategoryKind.Component, "0101", "1",
                "3601020101000001", "井盖破损 😀", report.Photos, true),
            report);
    }

    [Fact]
    public void A_report_needs_no_more_than_what_when_and_where()
    {
        var report = Given.Value(Report("{" + Least + ",\"condition\":null}"));
        Assert.Equal((CategoryKind.Incident, "", false), (report.Kind, report.Description, report.SelfHandled));
        Assert.Null(report.Condition);
        Assert.Null(report.Component);
        Assert.Empty(report.Photos);
    }

    [Fact]
    public void A_report_in_shifted_coordinates_is_converted()
    {
        var report = Given.Value(Report("{" + Least + ",\"lon\":121.531541859215,\"lat\":31.17530398364597,\"datum\":\"gcj02\"}"));
        Assert.Equal(Datum.Gcj02, report.Datum);
        Assert.True(report.Place.DistanceTo(GeoPoint.At(31.1774276, 121.5272106)) < Length.FromMetres(0.5));
    }

    [Theory]
    [InlineData("field.wrongType", "t", ",\"t\":[]")]
    [InlineData("field.missing", "lat", ",\"lat\":null")]
    [InlineData("field.missing", "kind", ",\"kind\":null")]
    [InlineData("field.malformed", "kind", ",\"kind\":\"event\"")]
    [InlineData("field.wrongType", "kind", ",\"kind\":1")]
    [InlineData("field.missing", "category", ",\"category\":null")]
    [InlineData("id.malformed", "category", ",\"category\":\"a b\"")]
    [InlineData("id.malformed", "condition", ",\"condition\":\"\"")]
    [InlineData("id.malformed", "component", ",\"component\":\"../x\"")]
    [InlineData("field.wrongType", "description", ",\"description\":{\"a\":1}")]
    [InlineData("field.malformed", "description", ",\"description\":\"a\\u0000b\"")]
    [InlineData("field.malformed", "description", ",\"description\":\"\\u001b[2J\"")]
    [InlineData("field.wrongType", "photos", ",\"photos\":\"x\"")]
    [InlineData("field.wrongType", "photos", ",\"photos\":[null]")]
    [InlineData("field.malformed", "photos", ",\"photos\":[\"" + Hash + "\",\"12\"]")]
    [InlineData("field.malformed", "photos", ",\"photos\":[\"zF86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08\"]")]
    [InlineData("field.malformed", "photos", ",\"photos\":[\"" + Hash + "0\"]")]
    [InlineData("field.wrongType", "selfHandled", ",\"selfHandled\":0")]
    [InlineData("time.inFuture", "t", ",\"t\":\"2090-01-01T00:00:00Z\"")]
    [InlineData("time.beforeFirst", "t", ",\"t\":0")]
    [InlineData("place.nullIsland", null, ",\"lon\":0,\"lat\":0")]
    [InlineData("payload.notJson", null, ",\"photos\":[")]
    [InlineData("payload.notJson", null, ",\"description\":\"\\ud800\"")]
    public void A_refused_report_names_its_field_and_keeps_its_id(string code, string? field, string last) =>
        Assert.Equal((code, field, "r-1"), Given.Refusal(Report("{" + Least + last + "}")));

    [Theory]
    [InlineData("field.missing", """{"t":1795480200000}""")]
    [InlineData("id.malformed", """{"id":"a/b"}""")]
    [InlineData("id.malformed", """{"id":""}""")]
    [InlineData("id.malformed", """{"id":"12345678901234567890123456789012345678901234567890123456789012345"}""")]
    [InlineData("field.wrongType", """{"id":7}""")]
    public void A_report_without_a_good_id_is_refused_without_one(string code, string payload) =>
        Assert.Equal((code, "id", null), Given.Refusal(Report(payload)));

    [Fact]
    public void A_description_of_four_thousand_characters_is_the_longest()
    {
        Assert.Equal(4_000, Given.Value(Report(Described(new string('案', 4_000)))).Description.Length);
        Assert.Equal(4_000, Given.Value(Report(Described(string.Concat(Enumerable.Repeat("\\u6848", 4_000))))).Description.Length);
        Assert.Equal(("field.tooLong", "description", "r-1"), Given.Refusal(Report(Described(new string('x', 4_001)))));
        Assert.Equal(("field.tooLong", "description", "r-1"), Given.Refusal(Report(Described(new string('x', 40_000)))));

        static string Described(string text) => "{" + Least + ",\"description\":\"" + text + "\"}";
    }

    [Fact]
    public void A_description_may_have_lines_and_tabs() => Assert.Equal(
        "one\r\n\ttwo", Given.Value(Report("{" + Least + ",\"description\":\"one\\r\\n\\ttwo\"}")).Description);

    [Fact]
    public void Twenty_photos_are_the_most()
    {
        Assert.Equal(20, Given.Value(Report(Photographed(20))).Photos.Count);
        Assert.Equal(("field.tooLong", "photos", "r-1"), Given.Refusal(Report(Photographed(21))));

        static string Photographed(int count) =>
            "{" + Least + ",\"photos\":[" + string.Join(',', Enumerable.Repeat('"' + Hash + '"', count)) + "]}";
    }

    [Theory]
    [InlineData("", "payload.empty")]
    [InlineData("[]", "payload.notObject")]
    [InlineData("[", "payload.notJson")]
    [InlineData("{}{", "payload.notJson")]
    [InlineData("\0\u0001", "payload.notJson")]
    public void A_payload_that_is_no_object_is_refused(string payload, string code)
    {
        Assert.Equal((code, null, null), Given.Refusal(Report(payload)));
        Assert.Equal((code, null, null), Given.Refusal(ShiftCodec.Decode(Given.Utf8(payload), Given.Now)));
    }

    [Fact]
    public void A_payload_of_a_megabyte_is_refused() =>
        Assert.Equal(("payload.tooLarge", null, null), Given.Refusal(Report(new string(' ', 1 << 20))));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void A_shift_begins_and_ends(string on, bool expected) =>
        Assert.Equal(
            new ShiftMessage("s-1", Given.Now, expected),
            Given.Value(ShiftCodec.Decode(Given.Utf8("{\"id\":\"s-1\",\"t\":1795480200000,\"on\":" + on + "}"), Given.Now)));

    [Theory]
    [InlineData("field.missing", "on", """{"id":"s-1","t":1795480200000}""")]
    [InlineData("field.wrongType", "on", """{"id":"s-1","t":1795480200000,"on":"true"}""")]
    [InlineData("field.missing", "t", """{"id":"s-1","on":true}""")]
    [InlineData("time.inFuture", "t", """{"id":"s-1","t":1795480500001,"on":true}""")]
    public void A_refused_shift_names_its_field_and_keeps_its_id(string code, string field, string payload) =>
        Assert.Equal((code, field, "s-1"), Given.Refusal(ShiftCodec.Decode(Given.Utf8(payload), Given.Now)));

    [Fact]
    public void A_device_is_online_or_offline()
    {
        Assert.Equal(DeviceStatus.Online, Given.Value(StatusCodec.Decode("online"u8)));
        Assert.Equal(DeviceStatus.Offline, Given.Value(StatusCodec.Decode("offline"u8)));
    }

    [Theory]
    [InlineData("", "payload.empty")]
    [InlineData("Online", "status.unknown")]
    [InlineData("online ", "status.unknown")]
    [InlineData("{}", "status.unknown")]
    public void Any_other_status_is_refused(string payload, string code) =>
        Assert.Equal((code, null, null), Given.Refusal(StatusCodec.Decode(Given.Utf8(payload))));

    private static Decoded<ReportMessage> Report(string payload) => ReportCodec.Decode(Given.Utf8(payload), Given.Now);
}
