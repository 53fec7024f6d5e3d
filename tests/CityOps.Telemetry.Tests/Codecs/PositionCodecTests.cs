using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Telemetry.Codecs;
using NodaTime;

namespace CityOps.Telemetry.Tests.Codecs;

public sealed class PositionCodecTests
{
    private const string Good = """{"t":"2026-11-24T08:30:00+08:00","lon":115.857,"lat":28.683}""";

    [Fact]
    public void A_full_fix_is_taken_as_it_is()
    {
        var fix = Assert.Single(Fixes("""
            {"t":"2026-11-24T08:29:59.1239+08:00","lon":115.857,"lat":28.683,"speed":12.5,"heading":270,"accuracy":4.5,
             "altitude":-3.25,"datum":"wgs84","mock":true}
            """));
        Assert.Equal(
            new Fix(Given.Collector, Instant.FromUtc(2026, 11, 24, 0, 29, 59).PlusNanoseconds(123_000_000), GeoPoint.At(28.683, 115.857))
            {
                Speed = new Speed(12.5),
                Heading = new Bearing(270),
                Accuracy = Length.FromMetres(4.5),
                Altitude = Length.FromMetres(-3.25),
                Mock = true,
            },
            fix);
    }

    [Fact]
    public void A_bare_fix_lacks_what_the_device_did_not_give()
    {
        var fix = Assert.Single(Fixes("""{"t":1795480200000,"lon":115.857,"lat":28.683,"speed":null}"""));
        Assert.Equal(new Fix(Given.Collector, Given.Now, GeoPoint.At(28.683, 115.857)), fix);
    }

    [Fact]
    public void Shifted_coordinates_are_converted_and_recorded_as_such()
    {
        var fix = Assert.Single(Fixes("""{"t":1795480200000,"lon":121.531541859215,"lat":31.17530398364597,"datum":"gcj02"}"""));
        Assert.Equal(Datum.Gcj02, fix.Datum);
        Assert.True(fix.Place.DistanceTo(GeoPoint.At(31.1774276, 121.5272106)) < Length.FromMetres(0.5));
    }

    [Fact]
    public void The_national_frame_stays_where_it_is()
    {
        var fix = Assert.Single(Fixes("""{"t":1795480200000,"lon":115.857,"lat":28.683,"datum":"cgcs2000"}"""));
        Assert.Equal((Datum.Cgcs2000, GeoPoint.At(28.683, 115.857)), (fix.Datum, fix.Place));
    }

    [Fact]
    public void Unknown_fields_are_passed_over() =>
        Assert.Single(Fixes("""{"x":{"lat":[1,{"t":"no"}]},"t":1795480200000,"lon":115.857,"lat":28.683,"y":[],"z":"\u0041"}"""));

    [Fact]
    public void Of_two_fields_with_one_name_the_last_counts() =>
        Assert.Equal(115.857, Assert.Single(Fixes("""{"lon":"x","t":1795480200000,"lat":28.683,"lon":115.857}""")).Place.Longitude);

    [Fact]
    public void An_array_gives_its_fixes_in_order() =>
        Assert.Equal([1.0, 2.0, 3.0], Fixes(
            """[{"t":1795480200000,"lon":115,"lat":28,"speed":1},{"t":1795480200000,"lon":115,"lat":28,"speed":2},{"t":1795480200000,"lon":115,"lat":28,"speed":3}]""")
            .Select(fix => fix.Speed?.MetresPerSecond));

    [Fact]
    public void Bad_elements_of_an_array_are_refused_singly()
    {
        var into = new List<Fix>();
        var refusals = Decode($$"""[{{Good}}, {"t":1,"lon":115,"lat":28}, 7, [1,2], {"lon":115,"lat":28}, {{Good}}, {"t":1795480200000,"lon":0,"lat":0}]""", into);
        Assert.Equal(2, into.Count);
        Assert.Equal(
            ["time.beforeFirst", "payload.notObject", "payload.notObject", "field.missing", "place.nullIsland"],
            refusals.Select(refusal => refusal.Code));
    }

    [Fact]
    public void A_thousand_fixes_are_taken_and_one_more_is_refused_as_a_whole()
    {
        var into = new List<Fix> { default };
        Assert.Empty(Decode(Array(1_000), into));
        Assert.Equal(1_001, into.Count);
        Assert.Equal("payload.tooMany", Assert.Single(Decode(Array(1_001), into)).Code);
        Assert.Equal(1_001, into.Count);

        static string Array(int count) => $"[{string.Join(',', Enumerable.Repeat(Good, count))}]";
    }

    [Fact]
    public void An_array_that_breaks_off_adds_nothing()
    {
        var into = new List<Fix> { default };
        Assert.Equal("payload.notJson", Assert.Single(Decode($"[{Good},{Good}", into)).Code);
        Assert.Single(into);
    }

    [Theory]
    [InlineData("", "payload.empty")]
    [InlineData("[]", "payload.empty")]
    [InlineData("   ", "payload.notJson")]
    [InlineData("{", "payload.notJson")]
    [InlineData("{}{}", "payload.notJson")]
    [InlineData("[{}]]", "payload.notJson")]
    [InlineData("hello", "payload.notJson")]
    [InlineData("{\"t\":NaN}", "payload.notJson")]
    [InlineData("{\"lon\":-Infinity}", "payload.notJson")]
    [InlineData("{\"lon\":01}", "payload.notJson")]
    [InlineData("{'t':1}", "payload.notJson")]
    [InlineData("{\"\\ud800\":1}", "payload.notJson")]
    [InlineData("\"text\"", "payload.notObject")]
    [InlineData("12", "payload.notObject")]
    [InlineData("null", "payload.notObject")]
    public void A_payload_that_is_no_position_is_refused(string payload, string code) =>
        Assert.Equal(code, Assert.Single(Decode(payload, [])).Code);

    [Theory]
    [InlineData("t", "field.missing", """{"lon":115,"lat":28}""")]
    [InlineData("lon", "field.missing", """{"t":1795480200000,"lat":28}""")]
    [InlineData("lat", "field.missing", """{"t":1795480200000,"lon":115,"lat":null}""")]
    [InlineData("t", "field.wrongType", """{"t":true,"lon":115,"lat":28}""")]
    [InlineData("t", "field.malformed", """{"t":"1795480200000","lon":115,"lat":28}""")]
    [InlineData("t", "field.malformed", """{"t":"2026-11-24T08:30:00","lon":115,"lat":28}""")]
    [InlineData("t", "field.outOfRange", """{"t":1e300,"lon":115,"lat":28}""")]
    [InlineData("t", "time.beforeFirst", """{"t":946684799999,"lon":115,"lat":28}""")]
    [InlineData("t", "time.beforeFirst", """{"t":"1970-01-01T00:00:00Z","lon":115,"lat":28}""")]
    [InlineData("t", "time.beforeFirst", """{"t":1795480200,"lon":115,"lat":28}""")]
    [InlineData("t", "time.inFuture", """{"t":1795480500001,"lon":115,"lat":28}""")]
    [InlineData("t", "time.inFuture", """{"t":"2090-01-01T00:00:00Z","lon":115,"lat":28}""")]
    [InlineData("lon", "field.wrongType", """{"t":1795480200000,"lon":"115","lat":28}""")]
    [InlineData("lat", "field.wrongType", """{"t":1795480200000,"lon":115,"lat":"NaN"}""")]
    [InlineData("lat", "field.wrongType", """{"t":1795480200000,"lon":115,"lat":[28]}""")]
    [InlineData("lon", "field.outOfRange", """{"t":1795480200000,"lon":180.0001,"lat":28}""")]
    [InlineData("lat", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":-90.1}""")]
    [InlineData("lat", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":1e999}""")]
    [InlineData("speed", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":28,"speed":-0.1}""")]
    [InlineData("speed", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":28,"speed":150}""")]
    [InlineData("heading", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":28,"heading":360.1}""")]
    [InlineData("accuracy", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":28,"accuracy":-1}""")]
    [InlineData("accuracy", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":28,"accuracy":100000.1}""")]
    [InlineData("accuracy", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":28,"accuracy":1e308}""")]
    [InlineData("altitude", "field.outOfRange", """{"t":1795480200000,"lon":115,"lat":28,"altitude":1e6}""")]
    [InlineData("datum", "field.malformed", """{"t":1795480200000,"lon":115,"lat":28,"datum":"bd09"}""")]
    [InlineData("datum", "field.wrongType", """{"t":1795480200000,"lon":115,"lat":28,"datum":2}""")]
    [InlineData("mock", "field.wrongType", """{"t":1795480200000,"lon":115,"lat":28,"mock":"true"}""")]
    [InlineData(null, "place.nullIsland", """{"t":1795480200000,"lon":-0.0009,"lat":0.0009}""")]
    public void A_fix_out_of_bounds_is_refused_with_its_field(string? field, string code, string payload)
    {
        var refusal = Assert.Single(Decode(payload, []));
        Assert.Equal((code, field, RejectionKind.Invalid), (refusal.Code, refusal.Field, refusal.Kind));
    }

    [Theory]
    [InlineData("""{"t":946684800000,"lon":180,"lat":-90}""")]
    [InlineData("""{"t":1795480500000,"lon":-180,"lat":90}""")]
    [InlineData("""{"t":1795480200000,"lon":0.001,"lat":0}""")]
    [InlineData("""{"t":1795480200000,"lon":115,"lat":28,"speed":149.999,"heading":360,"accuracy":0}""")]
    [InlineData("""{"t":1795480200000,"lon":115,"lat":28,"speed":149.999,"heading":360,"accuracy":100000}""")]
    [InlineData("""{"t":1795480200000,"lon":115,"lat":28,"speed":0,"heading":0}""")]
    public void A_fix_on_its_bounds_is_taken(string payload) => Assert.Single(Fixes(payload));

    [Fact]
    public void What_is_too_large_or_too_deep_is_refused()
    {
        Assert.Equal("payload.tooLarge", Assert.Single(Decode(new string('x', 1_000_000), [])).Code);
        Assert.Equal("payload.notJson", Assert.Single(Decode(new string('[', 100_000), [])).Code);
        Assert.Equal("payload.notJson", Assert.Single(Decode(new string('[', 17) + new string(']', 17), [])).Code);
    }

    [Fact]
    public void A_good_fix_costs_no_allocation()
    {
        var into = new List<Fix>(16);
        var payload = Given.Utf8("""{"t":"2026-11-24T08:30:00+08:00","lon":115.857,"lat":28.683,"speed":12.5,"heading":270,"accuracy":4.5,"datum":"gcj02"}""");
        _ = PositionCodec.Decode(payload, Given.Collector, Given.Now, into);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = PositionCodec.Decode(payload, Given.Collector, Given.Now, into);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2, into.Count);
    }

    private static List<Fix> Fixes(string payload)
    {
        var into = new List<Fix>();
        Assert.Empty(Decode(payload, into));
        return into;
    }

    private static IReadOnlyList<Rejection> Decode(string payload, List<Fix> into) =>
        PositionCodec.Decode(Given.Utf8(payload), Given.Collector, Given.Now, into);
}
