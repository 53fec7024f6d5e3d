using CityOps.Host.Configuration;

namespace CityOps.Host.Tests.Configuration;

public sealed class HttpCheckTests
{
    [Theory]
    [InlineData("--CityOps:Http:Address=0.0.0.0", "CityOps:Http:Address")]
    [InlineData("--CityOps:Http:Address=somewhere", "CityOps:Http:Address")]
    [InlineData("--CityOps:Http:Jwt:Authority=http://id.example.org", "CityOps:Http:Jwt")]
    [InlineData("--CityOps:Http:Jwt:Authority=https://id.example.org", "CityOps:Http:Jwt")]
    [InlineData("--CityOps:Http:Jwt:Audience=cityops", "CityOps:Http:Jwt")]
    [InlineData("--CityOps:Http:Origins=https://a.example.org/path", "CityOps:Http:Origins")]
    [InlineData("--CityOps:Http:Limits:CallsPerSecond=0", "CityOps:Http:Limits:CallsPerSecond")]
    [InlineData("--CityOps:Http:Limits:BurstSeconds=2000000000", "CityOps:Http:Limits:BurstSeconds")]
    [InlineData("--CityOps:Http:KeepAccessLog=00:10:00", "CityOps:Http:KeepAccessLog")]
    public void What_is_not_safe_or_not_whole_stops_the_start(string argument, string option) =>
        Assert.Contains(OptionsReader.Read(null, [argument]).Faults, f => f.StartsWith($"command line: {option}", StringComparison.Ordinal));

    [Theory]
    [InlineData("--CityOps:Http:Address=0.0.0.0", "--CityOps:Http:AllowPlain=true")]
    [InlineData("--CityOps:Http:Address=0.0.0.0", "--CityOps:Http:Tls:Certificate=server.pem")]
    [InlineData("--CityOps:Http:Jwt:Authority=https://id.example.org/city", "--CityOps:Http:Jwt:Audience=cityops")]
    [InlineData("--CityOps:Http:Origins=https://a.example.org, http://localhost:3000", "--CityOps:Http:Port=0")]
    public void What_is_asked_for_as_a_whole_is_taken(params string[] arguments) =>
        Assert.Empty(OptionsReader.Read(null, arguments).Faults);

    [Fact]
    public void The_demonstration_stays_on_loopback_whatever_is_asked_for()
    {
        Assert.NotEmpty(HttpCheck.FaultsOfDemo(new() { Address = "0.0.0.0", AllowPlain = true }));
        Assert.NotEmpty(HttpCheck.FaultsOfDemo(new() { Tls = { Certificate = "server.pem" } }));
        Assert.Empty(HttpCheck.FaultsOfDemo(new()));
    }
}
