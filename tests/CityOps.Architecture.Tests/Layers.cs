using System.Reflection;
using System.Xml.Linq;

namespace CityOps.Architecture.Tests;

/// <summary>One project of the program: which others it may use, and which packages by the beginnings of their names.</summary>
internal sealed record Layer(string Project, string AssemblyName, string[] Projects, string[] Packages)
{
    private const string Domain = "CityOps.Domain";
    private const string Engine = "CityOps.Engine";

    /// <summary>The whole table. Adapters never know each other; only the engine and the storage know Akka.</summary>
    public static IReadOnlyList<Layer> All { get; } =
    [
        new(Domain, Domain, [], ["NodaTime", "NetTopologySuite"]),
        new(Engine, Engine, [Domain], ["Akka", "NodaTime", "NetTopologySuite", "Microsoft.Extensions."]),
        new("CityOps.Telemetry", "CityOps.Telemetry", [Domain, Engine], ["MQTTnet", "NodaTime", "Microsoft."]),
        new("CityOps.Http", "CityOps.Http", [Domain, Engine], ["NodaTime", "NetTopologySuite", "Microsoft.", "Scalar.AspNetCore"]),
        new("CityOps.Storage", "CityOps.Storage", [Domain, Engine],
            ["Akka", "NodaTime", "linq2db", "Npgsql", "Microsoft.Data.Sqlite", "Microsoft.Extensions.", "SkiaSharp", "AWSSDK."]),
        new("CityOps.Host", "cityops", [Domain, Engine, "CityOps.Telemetry", "CityOps.Http", "CityOps.Storage"],
            ["Akka.Hosting", "NodaTime", "NetTopologySuite", "OpenTelemetry", "System.CommandLine", "CsvHelper", "Microsoft."]),
    ];

    public string Folder => Path.Combine(Root, "src", Project);

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    public Assembly Load() => Assembly.Load(AssemblyName);

    /// <summary>The names of what the project file includes under an element.</summary>
    public IReadOnlyList<string> Includes(string element) =>
    [
        .. XDocument.Load(Path.Combine(Folder, $"{Project}.csproj")).Descendants(element)
            .Select(e => e.Attribute("Include")?.Value).OfType<string>(),
    ];

    public bool MayUsePackage(string name) => Packages.Any(p => name.StartsWith(p, StringComparison.Ordinal));

    private static string FindRoot(DirectoryInfo? directory) => directory switch
    {
        null => throw new DirectoryNotFoundException("The tests do not run inside of the repository."),
        _ when File.Exists(Path.Combine(directory.FullName, "CityOps.sln")) => directory.FullName,
        _ => FindRoot(directory.Parent),
    };
}
