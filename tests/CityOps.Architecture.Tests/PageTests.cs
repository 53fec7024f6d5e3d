using System.Text.RegularExpressions;

namespace CityOps.Architecture.Tests;

/// <summary>What a reader of the pages follows is there.</summary>
public sealed partial class PageTests
{
    private static readonly string[] Code =
    [
        .. new[] { "src", "tests", "tools" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Layer.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => file.Replace(Path.DirectorySeparatorChar, '/')),
    ];

    public static TheoryData<string> Pages() => [.. Names()];

    [Fact]
    public void There_are_pages() => Assert.InRange(Names().Count(), 50, 500);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading(string page)
    {
        var links = Link().Matches(Read(page)).Select(m => m.Groups["to"].Value).Where(to => !to.StartsWith("http", StringComparison.Ordinal));

        Assert.All(links, link =>
        {
            var (file, heading) = link.Split('#') is [var before, var after] ? (before, after) : (link, "");
            var target = file.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page) ?? "", file);
            Assert.True(Exists(target), $"{page}: {link}");
            Assert.True(heading.Length == 0 || Heading().Matches(Read(target)).Any(m => AnchorOf(m.Groups["text"].Value) == heading), $"{page}: {link}");
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_from_the_root_is_there(string page) => Assert.All(
        RootPath().Matches(Read(page)).Select(m => m.Groups["path"].Value),
        path => Assert.True(Exists(path), $"{page}: {path}"));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_file_of_code_that_is_named_is_there(string page) => Assert.All(
        CodeFile().Matches(Read(page)).Select(m => m.Groups["path"].Value),
        path => Assert.True(Code.Any(file => file.EndsWith($"/{path}", StringComparison.Ordinal)), $"{page}: {path}"));

    private static IEnumerable<string> Names() =>
        Directory.GetFiles(Path.Combine(Layer.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Layer.Root, "config"), "README.md", SearchOption.AllDirectories))
            .Concat([Path.Combine(Layer.Root, "README.md"), Path.Combine(Layer.Root, "CHANGELOG.md")])
            .Select(file => Path.GetRelativePath(Layer.Root, file));

    private static string Read(string page) => File.ReadAllText(Path.Combine(Layer.Root, page));

    private static bool Exists(string path) => Path.Exists(Path.Combine(Layer.Root, path));

    /// <summary>As pages are shown: in lower case, without signs, and with dashes between words.</summary>
    private static string AnchorOf(string heading) => Sign().Replace(heading, "").Replace(' ', '-').ToLowerInvariant();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();

    [GeneratedRegex(@"`(?<path>[A-Za-z0-9_./]+\.cs)`", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeFile();

    [GeneratedRegex(@"`(?<path>(src|tools|docs|config|tests)/[A-Za-z0-9_./-]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex RootPath();
}
