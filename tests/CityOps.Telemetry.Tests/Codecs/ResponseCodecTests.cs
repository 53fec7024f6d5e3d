using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Tests.Codecs;

/// <summary>Responses to commands, byte by byte.</summary>
public sealed class ResponseCodecTests
{
    [Theory]
    [InlineData("""{"id":"o-1","t":1795480200000,"status":"done"}""", true, null)]
    [InlineData("""{"id":"o-1","t":"2026-11-24T08:30:00+08:00","status":"done","note":"到了","later":[1]}""", true, "到了")]
    [InlineData("""{"note":null,"status":"refused","t":1795480200000,"id":"o-1"}""", false, null)]
    public void A_response_is_taken_as_it_is(string payload, bool done, string? note) =>
        Assert.Equal(new ResponseMessage("o-1", Given.Now, done, note), Given.Value(Decode(payload)));

    [Theory]
    [InlineData("field.missing", "status", """{"id":"o-1","t":1795480200000}""")]
    [InlineData("field.malformed", "status", """{"id":"o-1","t":1795480200000,"status":"Done"}""")]
    [InlineData("field.wrongType", "status", """{"id":"o-1","t":1795480200000,"status":true}""")]
    [InlineData("field.missing", "t", """{"id":"o-1","status":"done"}""")]
    [InlineData("time.inFuture", "t", """{"id":"o-1","t":1795480500001,"status":"done"}""")]
    [InlineData("time.beforeFirst", "t", """{"id":"o-1","t":0,"status":"done"}""")]
    [InlineData("field.wrongType", "note", """{"id":"o-1","t":1795480200000,"status":"done","note":1}""")]
    public void A_refused_response_names_its_field_and_keeps_its_id(string code, string field, string payload) =>
        Assert.Equal((code, field, "o-1"), Given.Refusal(Decode(payload)));

    [Theory]
    [InlineData("field.missing", "id", """{"t":1795480200000,"status":"done"}""")]
    [InlineData("id.malformed", "id", """{"id":"a/b","t":1795480200000,"status":"done"}""")]
    [InlineData("payload.notJson", null, """{"id":""")]
    [InlineData("payload.notObject", null, "[]")]
    [InlineData("payload.empty", null, "")]
    public void A_response_without_a_good_id_is_refused_without_one(string code, string? field, string payload) =>
        Assert.Equal((code, field, null), Given.Refusal(Decode(payload)));

    [Fact]
    public void A_note_of_four_thousand_characters_is_the_longest()
    {
        Assert.Equal(4_000, Given.Value(Decode(Noted(4_000))).Note?.Length);
        Assert.Equal(("field.tooLong", "note", "o-1"), Given.Refusal(Decode(Noted(4_001))));

        static string Noted(int length) => $$"""{"id":"o-1","t":1795480200000,"status":"done","note":"{{new string('x', length)}}"}""";
    }

    private static Decoded<ResponseMessage> Decode(string payload) => ResponseCodec.Decode(Given.Utf8(payload), Given.Now);
}
