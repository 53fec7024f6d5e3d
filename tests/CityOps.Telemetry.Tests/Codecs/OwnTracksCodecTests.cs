using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Telemetry.Codecs;
using NodaTime;

namespace CityOps.Telemetry.Tests.Codecs;

public sealed class OwnTracksCodecTests
{
    [Fact]
    public void A_location_is_a_fix()
    {
        var message = Given.Value(Decode("""
            {"_type":"location","acc":13,"alt":22,"batt":81,"bs":1,"cog":270,"conn":"w","created_at":1795480201,"lat":28.683,
             "lon":115.857,"m":1,"t":"u","tid":"c1","tst":1795480200,"vac":3,"vel":36}
            """));
        Assert.Equal(
            new OwnTracksMessage.Position(new Fix(Given.Collector, Given.Now, GeoPoint.At(28.683, 115.857))
            {
                Speed = new Speed(10),
                Heading = new Bearing(270),
                Accuracy = Length.FromMetres(13),
                Altitude = Length.FromMetres(22),
            }),
            message);
    }

    [Fact]
    public void A_location_lacks_what_was_left_out_or_not_known()
    {
        var message = Given.Value(Decode("""{"_type":"location","lat":28.683,"lon":115.857,"tst":1795480200,"vel":-1,"cog":-1}"""));
        Assert.Equal(
            new OwnTracksMessage.Position(new Fix(Given.Collector, Given.Now, GeoPoint.At(28.683, 115.857))), message);
    }

    [Fact]
    public void A_last_will_says_that_the_app_dropped_off() =>
        Assert.IsType<OwnTracksMessage.LastWill>(Given.Value(Decode("""{"_type":"lwt","tst":1795480200}""")));

    [Theory]
    [InlineData("payload.empty", null, "")]
    [InlineData("payload.notJson", null, "{\"_type\":")]
    [InlineData("payload.notObject", null, "[]")]
    [InlineData("field.missing", "_type", "{}")]
    [InlineData("field.wrongType", "_type", """{"_type":1}""")]
    [InlineData("payload.unsupported", null, """{"_type":"transition","lat":28,"lon":115,"tst":1795480200}""")]
    [InlineData("payload.unsupported", null, """{"_type":"encrypted","data":"x"}""")]
    [InlineData("field.missing", "tst", """{"_type":"location","lat":28,"lon":115}""")]
    [InlineData("field.wrongType", "tst", """{"_type":"location","lat":28,"lon":115,"tst":"1795480200"}""")]
    [InlineData("field.missing", "lon", """{"_type":"location","lat":28,"tst":1795480200}""")]
    [InlineData("field.outOfRange", "lat", """{"_type":"location","lat":91,"lon":115,"tst":1795480200}""")]
    [InlineData("field.outOfRange", "acc", """{"_type":"location","lat":28,"lon":115,"tst":1795480200,"acc":-1}""")]
    [InlineData("field.outOfRange", "acc", """{"_type":"location","lat":28,"lon":115,"tst":1795480200,"acc":1e308}""")]
    [InlineData("field.outOfRange", "vel", """{"_type":"location","lat":28,"lon":115,"tst":1795480200,"vel":540}""")]
    [InlineData("field.outOfRange", "cog", """{"_type":"location","lat":28,"lon":115,"tst":1795480200,"cog":361}""")]
    [InlineData("time.beforeFirst", "tst", """{"_type":"location","lat":28,"lon":115,"tst":1}""")]
    [InlineData("time.inFuture", "tst", """{"_type":"location","lat":28,"lon":115,"tst":1795480501}""")]
    [InlineData("field.outOfRange", "tst", """{"_type":"location","lat":28,"lon":115,"tst":1795480200000}""")]
    [InlineData("field.outOfRange", "tst", """{"_type":"location","lat":28,"lon":115,"tst":1e20}""")]
    [InlineData("place.nullIsland", null, """{"_type":"location","lat":0,"lon":0,"tst":1795480200}""")]
    public void What_is_no_good_location_is_refused(string code, string? field, string payload) =>
        Assert.Equal((code, field, null), Given.Refusal(Decode(payload)));

    private static Decoded<OwnTracksMessage> Decode(string payload) =>
        OwnTracksCodec.Decode(Given.Utf8(payload), Given.Collector, Given.Now);
}
