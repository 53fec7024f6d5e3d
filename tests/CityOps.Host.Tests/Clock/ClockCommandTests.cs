using System.Text.Json;
using CityOps.Host.Clock;
using CityOps.Host.Tests.City;

namespace CityOps.Host.Tests.Clock;

public sealed class ClockCommandTests
{
    [Theory]
    [InlineData("2026-02-13T17:00", "4", "workingHours", "2026-02-14T11:00:00+08:00")]
    [InlineData("2026-02-13T17:00:00+08:00", "4", "workingHours", "2026-02-14T11:00:00+08:00")]
    [InlineData("2026-02-13T09:00:00Z", "4工作时", null, "2026-02-14T11:00:00+08:00")]
    [InlineData("2026-02-13T17:00+08:00", "4小时", null, "2026-02-14T11:00:00+08:00")]
    [InlineData("2026-10-01T23:30", "2紧急工作时", null, "2026-10-02T01:30:00+08:00")]
    [InlineData("2026-10-01T23:30:15.5", "0.5", "continuousHours", "2026-10-02T00:00:15.5+08:00")]
    [InlineData("2026-09-30T16:00", "3", "workingDays", "2026-10-10T16:00:00+08:00")]
    [InlineData("2026-09-30T16:00", "3", "naturalDays", "2026-10-03T16:00:00+08:00")]
    public void The_due_time_is_the_first_line(string from, string limit, string? clock, string due)
    {
        var (code, printed, errors) = Run(new ClockArguments(from, limit, clock, null));
        Assert.True(code == 0, errors);
        Assert.Equal(due, printed.Split(Environment.NewLine)[0]);
    }

    [Fact]
    public void The_intervals_follow_as_a_table()
    {
        var (_, printed, _) = Run(new ClockArguments("2026-02-13T17:00", "4", "workingHours", null));
        Assert.Contains(
            "Fri 2026-02-13 18:00:00  Sat 2026-02-14 08:00:00   14:00:00          -  night", printed, StringComparison.Ordinal);
        Assert.EndsWith("3:00:00    3:00:00  exchanged (春节)", printed.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_documentation_is_what_is_printed()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "clock.md")).ReplaceLineEndings("\n");
        var (_, printed, _) = Run(new ClockArguments("2026-02-13T17:00", "4", "workingHours", null));
        var indented = printed.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.Length > 0 ? $"    {line}" : "");
        Assert.Contains(
            $"    cityops clock --from 2026-02-13T17:00 --limit 4 --clock workingHours\n\n{string.Join('\n', indented)}\n\n", page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_same_for_programs()
    {
        var (_, printed, _) = Run(new ClockArguments("2026-02-13T17:00", "4", "workingHours", null), json: true);
        var answer = JsonDocument.Parse(printed).RootElement;
        Assert.Equal("2026-02-14T11:00:00+08:00", answer.GetProperty("due").GetString());
        Assert.Equal(14_400, answer.GetProperty("countedSeconds").GetDecimal());
        Assert.False(answer.GetProperty("provisional").GetBoolean());
        Assert.Equal(
            ["running", "night", "exchanged"],
            answer.GetProperty("intervals").EnumerateArray().Select(i => i.GetProperty("reason").GetString()));
        Assert.Equal(14_400, answer.GetProperty("intervals").EnumerateArray()
            .Where(i => i.GetProperty("counted").GetBoolean()).Sum(i => i.GetProperty("seconds").GetDecimal()));
    }

    [Theory]
    [InlineData(null, "2026-07-15T17:00:00+08:00")]
    [InlineData("360102", "2026-07-15T17:00:00+08:00")]
    [InlineData("360108", "2026-07-15T18:30:00+08:00")]
    [InlineData("360108001", "2026-07-15T18:30:00+08:00")]
    public void A_jurisdiction_inherits_the_nearest_calendar_above(string? code, string due)
    {
        var (exit, printed, errors) = Run(new ClockArguments("2026-07-15T11:00", "4工作时", null, code));
        Assert.True(exit == 0, errors);
        Assert.StartsWith(due, printed, StringComparison.Ordinal);
    }

    [Fact]
    public void What_falls_due_past_the_known_holidays_is_called_provisional()
    {
        Assert.Contains("provisional", Of("15工作时"), StringComparison.Ordinal);
        Assert.DoesNotContain("provisional", Of("90自然日"), StringComparison.Ordinal);

        static string Of(string limit) => Run(new ClockArguments("2026-12-31T11:00", limit, null, null)).Printed;
    }

    [Theory]
    [InlineData("2026-02-30T10:00", "4工作时", null, null, "--from: '2026-02-30T10:00' is no time")]
    [InlineData("tomorrow", "4工作时", null, null, "--from: 'tomorrow' is no time")]
    [InlineData("3000-01-01T10:00", "4工作时", null, null, "too far away")]
    [InlineData("2026-02-13T17:00", "4", null, null, "--clock is missing")]
    [InlineData("2026-02-13T17:00", "4", "hours", null, "--clock: 'hours' is no clock")]
    [InlineData("2026-02-13T17:00", "4工作时", "workingHours", null, "leave --clock out")]
    [InlineData("2026-02-13T17:00", "0", "workingHours", null, "--limit: '0' is no limit")]
    [InlineData("2026-02-13T17:00", "-4", "workingHours", null, "--limit: '-4' is no limit")]
    [InlineData("2026-02-13T17:00", "four", "workingHours", null, "--limit: 'four' is no limit")]
    [InlineData("2026-02-13T17:00", "10001", "workingDays", null, "--limit: 10001 is too long")]
    [InlineData("2026-02-13T17:00", "4工作时", null, "9999", "--jurisdiction: there is no jurisdiction")]
    public void A_wrong_argument_is_named(string from, string limit, string? clock, string? jurisdiction, string expected)
    {
        var (code, printed, errors) = Run(new ClockArguments(from, limit, clock, jurisdiction));
        Assert.Equal((2, ""), (code, printed));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_city_with_a_fault_is_no_city_to_count_in()
    {
        using var city = new SmallCity();
        city.Replace("../calendar/standard.json", 6, "8", "0");
        var errors = new StringWriter();
        var code = ClockCommand.Run(
            new ClockArguments("2026-02-13T17:00", "4工作时", null, null), city.Folder, false, TextWriter.Null, errors);
        Assert.Equal(2, code);
        Assert.StartsWith("../calendar/standard.json:6: ", errors.ToString(), StringComparison.Ordinal);
    }

    private static (int Code, string Printed, string Errors) Run(ClockArguments arguments, bool json = false)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = ClockCommand.Run(arguments, Repository.Demo, json, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
