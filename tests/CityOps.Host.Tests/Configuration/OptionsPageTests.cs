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

    [Fact]
    public void Every_option_that_a_page_names_is_one()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat([Path.Combine(Repository.Root, "README.md"), Path.Combine(Repository.Root, "CHANGELOG.md")]).Select(File.ReadAllText);

        var named = pages.SelectMany(p => Named().Matches(p)).Select(m => m.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToList();

        var options = Options("CityOps", new CityOpsOptions()).Select(o => o.Name).ToList();
        Assert.True(named.Count > 50);
        Assert.All(named, name => Assert.Contains(options, o => o == name || o.StartsWith($"{name}:", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Name, string? Default)> Options(string path, object section) =>
        section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(p =>
            p.PropertyType.IsClass && p.PropertyType != typeof(string) && p.GetValue(section) is { } nested
                ? Options($"{path}:{p.Name}", nested)
                : [($"{path}:{p.Name}", TypeDescriptor.GetConverter(p.PropertyType).ConvertToInvariantString(p.GetValue(section)))]);

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \| (?:`(?<default>[^`]*)`)? ?\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bCityOps(__|:)[A-Z][A-Za-z0-9]+((__|:)[A-Z][A-Za-z0-9]+)*")]
    private static partial Regex Named();
}
