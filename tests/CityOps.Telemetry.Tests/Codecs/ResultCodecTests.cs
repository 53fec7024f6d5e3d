using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Tests.Codecs;

public sealed class ResultCodecTests
{
    private const string Hash = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";

    private const string Least = "\"id\":\"a-1\",\"t\":1795480200000,\"task\":\"C20261124abcdefghij-i1\",\"outcome\":\"passed\"";

    [Fact]
    public void A_full_result_is_taken_as_it_is()
    {
        var result = Given.Value(Result($$"""
            {"id":"a-1","t":"2026-11-24T08:30:00+08:00","task":"C20261124abcdefghij-v2","outcome":"notFound",
             "lon":115.857,"lat":28.683,"note":"没有 \ud83d\ude00","photos":["{{Hash}}"],"later":{"x":1} }
            """));
        Assert.Equal([Hash.ToLowerInvariant()], result.Photos);
        Assert.Equal(
            new ResultMessage(
                "a-1", Given.Now, "C20261124abcdefghij-v2", TaskOutcome.NotFound, GeoPoint.At(28.683, 115.857), "没有 😀",
                result.Photos),
            result);
    }

    [Fact]
    public void A_result_needs_no_more_than_what_came_of_which_task_when()
    {
        var result = Given.Value(Result("{" + Least + ",\"lon\":null,\"note\":null}"));
        Assert.Null(result.Place);
        Assert.Null(result.Note);
        Assert.Empty(result.Photos);
    }

    [Theory]
    [InlineData("confirmed", TaskOutcome.Confirmed)]
    [InlineData("notFound", TaskOutcome.NotFound)]
    [InlineData("unable", TaskOutcome.Unable)]
    [InlineData("passed", TaskOutcome.Passed)]
    [InlineData("failed", TaskOutcome.Failed)]
    public void Every_outcome_has_its_name(string name, object outcome) =>
        Assert.Equal(outcome, Given.Value(Result("{" + Least + ",\"outcome\":\"" + name + "\"}")).Outcome);

    [Fact]
    public void A_place_in_shifted_coordinates_is_converted()
    {
        var result = Given.Value(Result("{" + Least + ",\"lon\":121.531541859215,\"lat\":31.17530398364597,\"datum\":\"gcj02\"}"));
        Assert.True(result.Place?.DistanceTo(GeoPoint.At(31.1774276, 121.5272106)) < Length.FromMetres(0.5));
    }

    [Theory]
    [InlineData("field.missing", "t", ",\"t\":null")]
    [InlineData("field.missing", "task", ",\"task\":null")]
    [InlineData("id.malformed", "task", ",\"task\":\"a/b\"")]
    [InlineData("field.missing", "outcome", ",\"outcome\":null")]
    [InlineData("field.malformed", "outcome", ",\"outcome\":\"Passed\"")]
    [InlineData("field.wrongType", "outcome", ",\"outcome\":1")]
    [InlineData("field.missing", "lat", ",\"lon\":115.8")]
    [InlineData("field.missing", "lon", ",\"lat\":28.6")]
    [InlineData("field.outOfRange", "lat", ",\"lon\":115.8,\"lat\":91")]
    [InlineData("place.nullIsland", null, ",\"lon\":0,\"lat\":0")]
    [InlineData("field.wrongType", "note", ",\"note\":[]")]
    [InlineData("field.malformed", "photos", ",\"photos\":[\"12\"]")]
    [InlineData("time.inFuture", "t", ",\"t\":\"2090-01-01T00:00:00Z\"")]
    [InlineData("payload.notJson", null, ",\"photos\":[")]
    public void A_refused_result_names_its_field_and_keeps_its_id(string code, string? field, string last) =>
        Assert.Equal((code, field, "a-1"), Given.Refusal(Result("{" + Least + last + "}")));

    private static Decoded<ResultMessage> Result(string payload) => ResultCodec.Decode(Given.Utf8(payload), Given.Now);
}
