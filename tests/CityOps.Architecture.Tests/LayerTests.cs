namespace CityOps.Architecture.Tests;

public sealed class LayerTests
{
    public static TheoryData<string> Projects() => [.. Layer.All.Select(l => l.Project)];

    [Fact]
    public void Every_project_is_in_the_table() => Assert.Equal(
        Directory.GetFiles(Path.Combine(Layer.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
        Layer.All.Select(l => l.Project).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_refers_to_what_the_table_allows(string project)
    {
        var layer = Find(project);

        var projects = layer.Includes("ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')));
        Assert.Empty(projects.Except(layer.Projects));
        Assert.DoesNotContain(layer.Includes("PackageReference"), p => !layer.MayUsePackage(p));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_refers_to_what_the_table_allows(string project)
    {
        var layer = Find(project);

        var references = layer.Load().GetReferencedAssemblies().Select(a => a.Name ?? "").ToList();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, r => !IsRuntime(r) && !layer.Projects.Contains(r) && !layer.MayUsePackage(r));
    }

    [Fact]
    public void Only_the_engine_and_the_storage_send_to_actors()
    {
        // The host may name Akka.Hosting, never the actors themselves.
        var knowing = Layer.All.Where(l => l.Load().GetReferencedAssemblies().Any(a => a.Name is "Akka" or "Akka.Persistence"));

        Assert.Empty(knowing.Select(l => l.Project).Except(["CityOps.Engine", "CityOps.Storage"]));
    }

    private static Layer Find(string project) => Layer.All.Single(l => l.Project == project);

    private static bool IsRuntime(string name) =>
        name is "System" or "netstandard" || name.StartsWith("System.", StringComparison.Ordinal);
}
