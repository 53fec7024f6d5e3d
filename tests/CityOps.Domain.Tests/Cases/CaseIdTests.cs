using CityOps.Domain.Cases;
using NodaTime;

namespace CityOps.Domain.Tests.Cases;

public sealed class CaseIdTests
{
    private static readonly LocalDate Day = new(2026, 3, 1);

    [Fact]
    public void An_id_never_changes() =>
        Assert.Equal("C20260301oanic7neat", CaseId.Of(Day, Channel.Collector, "m-1").Value);

    [Fact]
    public void Date_channel_source_and_attempt_each_make_another_id()
    {
        CaseId[] ids =
        [
            CaseId.Of(Day, Channel.Collector, "m-1"),
            CaseId.Of(Day.PlusDays(1), Channel.Collector, "m-1"),
            CaseId.Of(Day, Channel.Hotline, "m-1"),
            CaseId.Of(Day, Channel.Collector, "m-2"),
            CaseId.Of(Day, Channel.Collector, "m-1", attempt: 1),
        ];

        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(ids[0], CaseId.Of(Day, Channel.Collector, "m-1", attempt: 0));
    }

    [Fact]
    public void An_id_is_read_as_it_is_written()
    {
        var id = CaseId.Of(Day, Channel.Media, "报 1");

        Assert.Equal(id, CaseId.Parse(id.ToString()));
        Assert.StartsWith("C20260301", id.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_is_an_id_that_can_be_read() => Assert.Equal(default(CaseId).Value, CaseId.Parse(default(CaseId).Value).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("C20260301abcdefghi")]
    [InlineData("C20260301abcdefghijk")]
    [InlineData("c20260301abcdefghij")]
    [InlineData("C2026030xabcdefghij")]
    [InlineData("C20260301abcdefghi1")]
    [InlineData("C20260301ABCDEFGHIJ")]
    [InlineData("C２0260301abcdefghij")]
    public void Other_texts_are_no_ids(string? text) => Assert.False(CaseId.TryParse(text, out _));
}
