namespace CityOps.Host.Tests.City;

/// <summary>A fault planted on a line of a city that is sound otherwise.</summary>
internal static class Planted
{
    /// <summary>The only fault with this problem is the one on the line.</summary>
    public static void IsFound(string file, int line, string from, string to, string problem, int? foundOn = null)
    {
        using var city = new SmallCity();
        city.Replace(file, line, from, to);

        var check = city.Check();

        Assert.Null(check.City);
        var fault = Assert.Single(check.Faults, f => f.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.Equal((file, (int?)(foundOn ?? line)), (fault.File, fault.Line));
        Assert.NotEmpty(fault.Remedy);
    }
}
