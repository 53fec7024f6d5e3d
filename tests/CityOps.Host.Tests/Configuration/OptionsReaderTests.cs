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

    private string Write(string text)
    {
        var file = Path.Combine(_directory, "cityops.json");
        File.WriteAllText(file, text);
        return file;
    }
}
