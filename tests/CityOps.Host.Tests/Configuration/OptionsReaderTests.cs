using CityOps.Host.Configuration;

namespace CityOps.Host.Tests.Configuration;

public sealed class OptionsReaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-options-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("""["hooks.example.org"]""")]
    [InlineData("""{ "One": "hooks.example.org" }""")]
    public void A_list_where_a_text_is_taken_stops_the_start(string value)
    {
        var file = Write($$"""
            {
              "CityOps": {
                "Webhooks": { "Hosts": {{value}} }
              }
            }
            """);

        var fault = Assert.Single(OptionsReader.Read(file, []).Faults);

        Assert.StartsWith($"{file}:3: CityOps:Webhooks:Hosts", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CityOps:Http:Port", 4)]
    [InlineData("CityOps:Mqtt:Tls:Port", 7)]
    [InlineData("CityOps:Mqtt:Port", 8)]
    public void A_fault_has_the_line_of_its_own_option_and_not_of_a_namesake(string option, int line)
    {
        var file = Write("""
            {
              "CityOps": {
                "Http": {
                  "Port": "many" // of which one
                },
                "Mqtt": {
                  "Tls": { "Port": "many" },
                  "Port": "many",
                }
              }
            }
            """);

        Assert.Contains(OptionsReader.Read(file, []).Faults, f => f.StartsWith($"{file}:{line}: {option} is", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Engine", "PassivateAfter", "\"00:00:00\"")]
    [InlineData("Engine", "PassivateAfter", "\"-00:02:00\"")]
    [InlineData("Engine", "PassivateAfter", "\"00:00:00.9\"")]
    [InlineData("Engine", "PassivateAfter", "\"36501.00:00:00\"")]
    [InlineData("Engine", "NoticeWindow", "\"00:00:00\"")]
    [InlineData("Tracks", "KeepVehicles", "\"23:59:59\"")]
    [InlineData("Tracks", "KeepVehicles", "\"36501.00:00:00\"")]
    [InlineData("Clock", "Offset", "\"-36501.00:00:00\"")]
    [InlineData("Mqtt", "MaxPayload", "-1")]
    [InlineData("Mqtt", "MaxPayload", "1023")]
    [InlineData("Mqtt", "MaxPayload", "268435456")]
    [InlineData("Jt808", "MaxConnections", "0")]
    public void A_value_out_of_its_range_stops_the_start_and_is_named_with_its_line(string section, string name, string value)
    {
        var file = Write(FileOf(section, name, value));

        var fault = Assert.Single(OptionsReader.Read(file, []).Faults);

        Assert.StartsWith($"{file}:4: CityOps:{section}:{name} is", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Engine", "PassivateAfter", "\"00:00:01\"")]
    [InlineData("Tracks", "KeepVehicles", "\"1.00:00:00\"")]
    [InlineData("Tracks", "KeepVehicles", "\"36500.00:00:00\"")]
    [InlineData("Clock", "Offset", "\"-1.00:00:00\"")]
    [InlineData("Mqtt", "MaxPayload", "1024")]
    [InlineData("Mqtt", "MaxPayload", "268435455")]
    public void A_value_at_the_end_of_its_range_is_taken(string section, string name, string value) =>
        Assert.Empty(OptionsReader.Read(Write(FileOf(section, name, value)), []).Faults);

    [Theory]
    [InlineData("--CityOps:Storage:ConnectionString Host=db;Password=hunter2")]
    [InlineData("--CityOps.Storage.ConnectionString=Host=db;Password=hunter2")]
    [InlineData("--CityOps:Storage=Host=db;Password=hunter2")]
    [InlineData("postgres://city:hunter2@db/city")]
    public void A_password_in_the_wrong_place_is_not_told(string line)
    {
        var faults = OptionsReader.Read(null, line.Split(' ')).Faults;

        Assert.NotEmpty(faults);
        Assert.DoesNotContain("hunter2", string.Join('\n', faults), StringComparison.Ordinal);
    }

    private static string FileOf(string section, string name, string value) =>
        $$"""
        {
          "CityOps": {
            "{{section}}": {
              "{{name}}": {{value}}
            }
          }
        }
        """;

    private string Write(string text)
    {
        var file = Path.Combine(_directory, "cityops.json");
        File.WriteAllText(file, text);
        return file;
    }
}
