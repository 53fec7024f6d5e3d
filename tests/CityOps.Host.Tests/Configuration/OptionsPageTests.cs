using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using CityOps.Host.Configuration;
using CityOps.Host.Tests.City;

namespace CityOps.Host.Tests.Configuration;

public sealed partial class OptionsPageTests
{
    [Fact]
    public void The_page_has_every_option_with_its_default()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "options.md"));

        var rows = Row().Matches(page).Select(m => $"{m.Groups["name"]} = {m.Groups["default"]}");

        Assert.Equal(Options("CityOps", new CityOpsOptions()).Select(o => $"{o.Name} = {o.Default}"), rows);
    }

    [Fact]
    public void The_options_file_says_the_defaults()
    {
        var (options, faults) = OptionsReader.Read(Path.Combine(Repository.Root, "config", "cityops.json"), []);

        Assert.Empty(faults);
        Assert.Equal(Options("CityOps", new CityOpsOptions()), Options("CityOps", options));
    }

    private static IEnumerable<(string Name, string? Default)> Options(string path, object section) =>
        section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(p =>
            p.PropertyType.IsClass && p.PropertyType != typeof(string) && p.GetValue(section) is { } nested
                ? Options($"{path}:{p.Name}", nested)
                : [($"{path}:{p.Name}", TypeDescriptor.GetConverter(p.PropertyType).ConvertToInvariantString(p.GetValue(section)))]);

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \| (?:`(?<default>[^`]*)`)? ?\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
