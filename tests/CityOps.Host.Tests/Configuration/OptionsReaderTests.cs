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

    private string Write(string text)
    {
        var file = Path.Combine(_directory, "cityops.json");
        File.WriteAllText(file, text);
        return file;
    }
}
