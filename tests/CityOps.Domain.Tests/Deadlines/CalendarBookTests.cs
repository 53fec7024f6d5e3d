using CityOps.Domain.Deadlines;

namespace CityOps.Domain.Tests.Deadlines;

public sealed class CalendarBookTests
{
    private static readonly WorkingCalendar District = new("district", Calendars.Rules2026);
    private static readonly WorkingCalendar Street = new("street", Calendars.Rules2026);

    private static readonly CalendarBook Book = new(Calendars.Standard, new Dictionary<string, WorkingCalendar>
    {
        ["360102"] = District,
        ["360102001"] = Street,
    });

    [Theory]
    [InlineData(null, "2026")]
    [InlineData("", "2026")]
    [InlineData("3601", "2026")]
    [InlineData("360103001001001", "2026")]
    [InlineData("360102", "district")]
    [InlineData("360102002", "district")]
    [InlineData("360102002001003", "district")]
    [InlineData("360102001", "street")]
    [InlineData("360102001001", "street")]
    [InlineData("360102001001001", "street")]
    [InlineData("360102001P01", "street")]
    [InlineData("36010", "2026")]
    public void The_nearest_jurisdiction_above_with_a_calendar_lends_it(string? code, string version) =>
        Assert.Equal(version, Book.For(code).Version);
}
