using CityOps.Simulator.Replay;

namespace CityOps.Simulator.Tests;

public sealed class ServiceRequestsTests
{
    private const string Header =
        "\"unique_key\",\"created_date\",\"complaint_type\",\"descriptor\",\"latitude\",\"longitude\"\n";

    [Fact]
    public void Rows_come_in_the_order_of_their_creation_and_then_of_their_key()
    {
        var rows = Read("""
            "3","2024-04-16T03:00:00.000","A","","40.7","-73.9"
            "2","2024-04-16T02:00:00.000","A","","40.7","-73.9"
            "1","2024-04-16T03:00:00.000","A","","40.7","-73.9"
            """);
        Assert.Equal(["2", "1", "3"], rows.Select(row => row.UniqueKey));
    }

    [Fact]
    public void A_line_break_in_quotes_does_not_end_the_row()
    {
        var row = Assert.Single(Read("\"1\",\"2024-04-16T03:00:00.000\",\"A\",\"two\nlines\",,\n"));
        Assert.Equal("two\nlines", row.Descriptor);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("40.7", "")]
    [InlineData("91", "-73.9")]
    [InlineData("NaN", "-73.9")]
    public void A_row_without_usable_coordinates_has_no_place(string latitude, string longitude) =>
        Assert.Null(Assert.Single(
            Read($"\"1\",\"2024-04-16T03:00:00\",\"A\",\"\",\"{latitude}\",\"{longitude}\"\n")).Place);

    [Theory]
    [InlineData("\"\",\"2024-04-16T03:00:00\",\"A\",\"\",,")]
    [InlineData("\"1\",\"yesterday\",\"A\",\"\",,")]
    public void A_row_without_key_or_time_is_refused_with_its_line(string line)
    {
        var fault = Assert.Throws<InputException>(() => Read(line));
        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_the_column_is_refused_by_its_name()
    {
        using var text = new StringReader("unique_key,complaint_type\n1,A\n");
        var fault = Assert.Throws<InputException>(() => ServiceRequests.Read(text, "some.csv"));
        Assert.Contains("created_date", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_real_file_is_read_to_its_last_row()
    {
        var rows = ServiceRequests.Read(SiblingInput.PathOf("nyc311.csv"));
        Assert.Equal(681, rows.Count); // 2,001 lines, since the column 'location' has line breaks
        Assert.Equal(681, rows.Select(row => row.UniqueKey).Distinct().Count());
        Assert.Equal(660, rows.Count(row => row.Place is not null));
    }

    private static IReadOnlyList<ServiceRequest> Read(string lines)
    {
        using var text = new StringReader(Header + lines);
        return ServiceRequests.Read(text, "some.csv");
    }
}
