using CityOps.Http.Json;

namespace CityOps.Http.Tests;

public sealed class InstantTextTests
{
    [Theory]
    [InlineData("0001-01-01T00:00:00Z", true)]
    [InlineData("0001-01-01T08:00:00+08:00", true)]
    [InlineData("0001-01-01T07:59:59+08:00", false)]
    [InlineData("9998-12-31T23:59:59.999Z", true)]
    [InlineData("9998-12-31T15:59:59-08:00", true)]
    [InlineData("9998-12-31T16:00:00-08:00", false)]
    [InlineData("9999-12-31T23:59:59-18:00", false)]
    [InlineData("-62135596800000", true)]
    [InlineData("-62135596800001", false)]
    [InlineData("253370764799999", true)]
    [InlineData("253370764800000", false)]
    [InlineData("99999999999999999999", false)]
    public void A_time_is_of_the_years_1_to_9998_of_UTC(string text, bool isTime) =>
        Assert.Equal(isTime, InstantText.TryParse(text, out _));
}
