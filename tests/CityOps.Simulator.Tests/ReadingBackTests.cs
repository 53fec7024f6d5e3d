using System.Text.Json;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Display;
using CityOps.Simulator.Replay;

namespace CityOps.Simulator.Tests;

public sealed class ReadingBackTests
{
    [Theory]
    [InlineData("""{"type":"LineString","coordinates":[[1,2],[3,4],[5,6]]}""", 3)]
    [InlineData("""{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6]]]}""", 3)]
    [InlineData("""{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}""", 2)]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Point","coordinates":[1,2]}]}""", 1)]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", 0)]
    [InlineData("""{"type":"Feature","geometry":null}""", 0)]
    [InlineData("[]", 0)]
    public void The_fixes_of_a_track_are_its_positions(string json, int fixes) =>
        Assert.Equal(fixes, GeoJsonTrack.CountFixes(JsonElement.Parse(json)));

    [Fact]
    public void A_track_that_comes_as_a_line_and_as_points_is_counted_once() =>
        Assert.Equal(2, GeoJsonTrack.CountFixes(JsonElement.Parse("""
            {"type":"FeatureCollection","features":[
              {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},
              {"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}},
              {"type":"Feature","geometry":{"type":"Point","coordinates":[3,4]}}]}
            """)));

    [Theory]
    [InlineData("""{"code":"place.outsideCity","detail":"Outside."}""", "place.outsideCity: Outside.")]
    [InlineData(
        """{"code":"request.invalid","errors":{"lon":["Too far."]}}""", """request.invalid: lon: ["Too far."]""")]
    [InlineData("<html/>", "http.422")]
    [InlineData("[1]", "http.422")]
    public void A_refusal_is_counted_by_its_code_and_sentence(string body, string reason)
    {
        var reply = Assert.IsType<Reply.Problem>(Reply.From(422, System.Text.Encoding.UTF8.GetBytes(body)));
        Assert.Equal(reason, reply.Reason);
    }

    [Fact]
    public void A_201_is_new_a_200_a_repeat_a_4xx_a_refusal_and_a_5xx_a_failure()
    {
        var tally = new Tally();
        int[] statuses = [201, 200, 422, 500];
        Assert.Equal(
            [Outcome.Accepted, Outcome.Duplicate, Outcome.Refused, Outcome.Failed],
            statuses.Select(status => tally.Count("report", Reply.From(status, "{}"u8.ToArray()))));
        Assert.True(tally.HasFailures);
    }

    [Fact]
    public void The_summary_says_what_was_refused_and_why()
    {
        var tally = new Tally();
        tally.Add("report", Outcome.Sent, count: 3);
        tally.Add("report", Outcome.Refused, "place.outsideCity: Outside.");
        var lines = Summary.Lines(tally, TimeSpan.FromSeconds(2)).ToArray();
        Assert.Equal("Summary after 2.0 s", lines[0]);
        Assert.Contains(lines, line => line.Contains("sent") && line.Contains('3'));
        Assert.Matches("refused +1  place.outsideCity: Outside.$", lines[^1]);
    }

    [Fact]
    public void A_place_on_a_shared_border_is_in_the_unit_grid_with_the_lower_code()
    {
        var border = GeoPoint.At(latitude: 28.605, longitude: 115.81);
        Assert.Equal("360102001001001", Cities.Small.Grids.At(border)?.Code);
        Assert.True(Cities.Small.Grids.Covers("360102001001002", border));
        Assert.False(Cities.Small.Grids.Covers("360103001001001", border));
    }

    [Theory]
    [InlineData("127.0.0.1:1884", "127.0.0.1:1884")]
    [InlineData("broker", "broker:1883")]
    public void A_broker_is_a_host_and_a_port(string text, string address) =>
        Assert.Equal(address, MqttAddress.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(":1883")]
    [InlineData("broker:0")]
    [InlineData("broker:65536")]
    [InlineData("broker:x")]
    [InlineData("a:b:c")]
    public void What_is_no_broker_is_refused(string text) => Assert.Null(MqttAddress.Parse(text));
}
