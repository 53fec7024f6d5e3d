using System.Runtime.CompilerServices;

namespace CityOps.Architecture.Tests;

public sealed class StyleTests
{
    private const int LongestFile = 300;

    private static readonly string[] EndingsWithoutMeaning =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Data", "Info", "Impl", "Base", "DTO", "Dto"];

    public static TheoryData<string> Projects() => [.. Layer.All.Select(l => l.Project)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_type_ends_in_a_word_without_meaning(string project)
    {
        var names = OwnTypes(project).Select(t => t.Name.Split('`')[0]).ToList();

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, n => EndingsWithoutMeaning.Any(e => n.EndsWith(e, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_class_is_sealed_or_made_to_be_derived_from(string project) => Assert.Empty(
        OwnTypes(project).Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(t => t.FullName));

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var files = new[] { "src", "tests", "tools" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Layer.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(IsWritten).ToList();

        Assert.True(files.Count > 100, $"Only {files.Count} files were found.");
        Assert.DoesNotContain(files, f => File.ReadLines(f).Count() > LongestFile);
    }

    [Fact]
    public void Half_of_the_files_are_short()
    {
        var lengths = Directory.GetFiles(Path.Combine(Layer.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(IsWritten).Select(f => File.ReadLines(f).Count()).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 1, 60);
    }

    private static IEnumerable<Type> OwnTypes(string project) => Layer.All.Single(l => l.Project == project).Load().GetTypes()
        .Where(t => t.Namespace?.StartsWith("CityOps", StringComparison.Ordinal) == true)
        .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && t.FullName?.Contains('<', StringComparison.Ordinal) == false);

    private static bool IsWritten(string file) =>
        !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");
}
