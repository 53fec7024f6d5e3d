using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CityOps.Host.Configuration;
using CityOps.Host.Tests.City;

namespace CityOps.Host.Tests.Deploy;

/// <summary>What the files for deployment set is what the program understands: nothing else would find it out before they are used.</summary>
public sealed partial class DeployFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "config", "deploy");

    public static TheoryData<string> Files() => [.. Names()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_option_is_one(string file)
    {
        var named = Option().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(m => m.Value.Replace("__", ":", StringComparison.Ordinal));

        var options = Options("CityOps", new CityOpsOptions()).Select(o => o.Name).ToList();
        Assert.All(named, name => Assert.Contains(options, o => o == name || o.StartsWith($"{name}:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Files_name_options_at_all()
    {
        var files = Names().Select(name => File.ReadAllText(Path.Combine(Folder, name)));

        Assert.True(files.Count(f => Option().IsMatch(f)) >= 4);
    }

    [Theory]
    [InlineData("http", "CityOps:Http:Port")]
    [InlineData("nodes", "CityOps:Cluster:Port")]
    public void Ports_of_the_pods_are_those_that_are_set(string port, string option)
    {
        var pods = File.ReadAllText(Path.Combine(Folder, "kubernetes", "statefulset.yaml"));
        var services = File.ReadAllText(Path.Combine(Folder, "kubernetes", "services.yaml"));
        var set = Regex.Match(pods, $@"name: {option.Replace(":", "__", StringComparison.Ordinal)}\s+value: ""(\d+)""") is { Success: true } found
            ? found.Groups[1].Value
            : Options("CityOps", new CityOpsOptions()).Single(o => o.Name == option).Default ?? "";

        Assert.Equal(set, Regex.Match(pods, $@"name: {port}\s+containerPort: (\d+)").Groups[1].Value);
        Assert.Equal(set, Regex.Match(services, $@"name: {port}\s+port: (\d+)").Groups[1].Value);
        Assert.Contains(set, File.ReadAllText(Path.Combine(Folder, "Dockerfile")).Split('\n').Single(l => l.StartsWith("EXPOSE", StringComparison.Ordinal)));
    }

    [Fact]
    public void Compose_publishes_the_port_of_http()
    {
        var compose = File.ReadAllText(Path.Combine(Folder, "compose.yaml"));

        var inside = Regex.Matches(compose, @"""127\.0\.0\.1:\d+:(\d+)""").Select(m => m.Groups[1].Value).ToList();

        Assert.Equal($"{new CityOpsOptions().Http.Port}", Assert.Single(inside));
    }

    [Fact]
    public void Systemd_does_not_give_up_starting() =>
        Assert.Matches(@"\nStartLimitIntervalSec=0\n", File.ReadAllText(Path.Combine(Folder, "cityops.service")));

    [Fact]
    public void Pods_have_the_time_to_end_in_order_after_callers_have_left_them()
    {
        var pods = File.ReadAllText(Path.Combine(Folder, "kubernetes", "statefulset.yaml"));

        var left = Regex.Match(pods, @"preStop:\s+sleep:\s+seconds: (\d+)");
        var patience = Regex.Match(pods, @"terminationGracePeriodSeconds: (\d+)");

        Assert.True(left.Success);
        Assert.True(Seconds(patience) > Seconds(left) + Composition.LongestStop.TotalSeconds);

        static int Seconds(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Names() =>
        Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f));

    private static IEnumerable<(string Name, string? Default)> Options(string path, object section) =>
        section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(p =>
            p.PropertyType.IsClass && p.PropertyType.Assembly == section.GetType().Assembly && p.GetValue(section) is { } nested
                ? Options($"{path}:{p.Name}", nested)
                : [($"{path}:{p.Name}", p.GetValue(section)?.ToString())]);

    [GeneratedRegex(@"\bCityOps(__|:)[A-Za-z0-9]+((__|:)[A-Za-z]+[A-Za-z0-9]*)*")]
    private static partial Regex Option();
}
