using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CityOps.EndToEnd.Tests.Cluster;
using CityOps.EndToEnd.Tests.Security;

namespace CityOps.EndToEnd.Tests.Signals;

/// <summary>What the dashboard shows, the alerts watch and the pages name is what a running engine tells; a page explains every alert.</summary>
public sealed partial class MetricTests
{
    private static readonly string Folder = Repository.PathOf("config/observability");

    [Fact]
    public async Task Every_metric_of_dashboard_and_alerts_is_served()
    {
        using var authority = new TestAuthority("nodes");
        using var engine = new EngineProcess();
        var tls = CityNodes.TlsOf(engine.Home, authority);
        engine.Further = tls;
        var since = Stopwatch.StartNew();
        await engine.StartAsync();
        var start = since.Elapsed;
        var due = await SendAsync(engine);
        engine.Kill();

        // The limit of the case passes while the engine runs: how late is not known of a limit that a start under load wakes twice. How long
        // a start takes on this machine the first one has shown.
        var offset = due - DateTimeOffset.UtcNow - TimeSpan.FromSeconds(20) - (3 * start);
        engine.Further = [.. tls, $"--CityOps:Clock:Offset={offset:c}"];
        await engine.StartAsync();

        // Of what is sent while someone reads.
        using var reader = await engine.Http.GetAsync("api/v1/stream?topics=cases", HttpCompletionOption.ResponseHeadersRead);
        Assert.True(reader.IsSuccessStatusCode, engine.Log);
        await SendAsync(engine);

        var wanted = MetricsOf(Dashboard()).Union(MetricsOf(Alerts())).Order(StringComparer.Ordinal).ToList();
        var told = MetricsOf(Pages()).Order(StringComparer.Ordinal).ToList();
        Assert.True(wanted.Count > 20, string.Join(", ", wanted));
        Assert.True(told.Count > 10, string.Join(", ", told));
        List<string> missing = [];
        await Wait.UntilAsync(
            async () =>
            {
                var served = await ServedAsync(engine);
                missing = [.. wanted.Except(served), .. told.Except(served.Concat(served.Select(HistogramOf)))];
                return missing.Count == 0;
            },
            () => $"Not served: {string.Join(", ", missing)}.\n{engine.Log}");
    }

    [Theory]
    [InlineData("alerts.yml")]
    [InlineData("dashboard.json")]
    public void A_sum_of_what_may_be_off_counts_it_as_nothing(string file) =>
        Assert.DoesNotMatch(BareTerm(), File.ReadAllText(Path.Combine(Folder, file)));

    [Fact]
    public void Every_alert_has_patience_severity_and_a_section_of_the_page()
    {
        var sections = Heading().Matches(File.ReadAllText(Repository.PathOf("docs/operating.md"))).Select(m => m.Groups["name"].Value).ToHashSet();
        var alerts = Alerts().Split("- alert:").Skip(1).ToList();

        Assert.True(alerts.Count > 10);
        Assert.All(alerts, alert =>
        {
            Assert.Matches(@"\n        for: \d+[mh]\n", alert);
            Assert.Matches("severity: (critical|warning)", alert);
            var link = Link().Match(alert).Groups["section"].Value;
            Assert.Contains(sections, s => s.Equals(link, StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public void The_page_knows_no_alert_that_is_not_there()
    {
        var links = Link().Matches(Alerts()).Select(m => m.Groups["section"].Value).ToHashSet();
        var sections = Heading().Matches(File.ReadAllText(Repository.PathOf("docs/operating.md"))).Select(m => m.Groups["name"].Value.ToLowerInvariant());

        Assert.Empty(sections.Where(s => s.StartsWith("cityops", StringComparison.Ordinal)).Except(links));
    }

    private static string Alerts() => File.ReadAllText(Path.Combine(Folder, "alerts.yml"));

    /// <summary>The expressions of the dashboard.</summary>
    private static string Dashboard()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")));
        return string.Join('\n',
            from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
            where panel.TryGetProperty("targets", out _)
            from target in panel.GetProperty("targets").EnumerateArray()
            select target.Text("expr"));
    }

    /// <summary>What readers are told of metrics.</summary>
    private static string Pages() => string.Join('\n',
        Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("CHANGELOG.md")).Select(File.ReadAllText));

    private static IEnumerable<string> MetricsOf(string text) => Metric().Matches(text).Select(m => m.Value).Distinct();

    /// <summary>A page names a histogram as a whole.</summary>
    private static string HistogramOf(string served) =>
        served.EndsWith("_bucket", StringComparison.Ordinal) ? served[..^"_bucket".Length] : served;

    /// <summary>Sends something of everything.</summary>
    /// <returns>When the limit of the case falls due.</returns>
    private static async Task<DateTimeOffset> SendAsync(EngineProcess engine)
    {
        var (_, reported) = await engine.PostAsync("api/v1/reports", new
        {
            t = DateTimeOffset.UtcNow, lon = 115.8287, lat = 28.6476, kind = "incident", category = "0101", channel = "hotline",
            source = Guid.NewGuid().ToString("N"),
        });
        await using var vehicle = new DeviceClient("vehicles/v0001", engine.MqttPort);
        await vehicle.SendAsync("position", "{}");
        await vehicle.SendAsync("position", JsonSerializer.Serialize(new { t = DateTimeOffset.UtcNow, lon = 115.8287, lat = 28.6476 }));
        return reported.GetProperty("deadlines")[0].GetProperty("dueAt").GetDateTimeOffset();
    }

    private static async Task<HashSet<string>> ServedAsync(EngineProcess engine) =>
        [.. (await engine.Http.GetStringAsync("metrics")).Split('\n').Where(l => !l.StartsWith('#')).Select(l => l.Split('{', ' ')[0])];

    /// <summary>A whole name; <c>cityops_journal_*</c> is none.</summary>
    [GeneratedRegex(@"\b(cityops|http_server|dotnet)_[a-z0-9_]*[a-z0-9](?![a-z0-9_*])")]
    private static partial Regex Metric();

    /// <summary>A term beside a plus that does not say what counts where it is empty.</summary>
    [GeneratedRegex(@"\+\s+sum\(|(?<!or vector\(0\))\)\s+\+")]
    private static partial Regex BareTerm();

    [GeneratedRegex(@"^#{2,4} (?<name>\w+)\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"runbook_url: docs/operating\.md#(?<section>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
