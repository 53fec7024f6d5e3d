using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Http.OpenApi;

/// <summary>
/// A call and its answer on the demo city, as the document shows them. They stand in <c>Examples</c>, a file for each tag; a test makes
/// every call on the whole program, and records the answers.
/// </summary>
internal sealed record CallExample
{
    private static readonly Lazy<IReadOnlyDictionary<string, CallExample>> All = new(Read);

    /// <summary>What has to be done before, for the test: acts, <c>report</c>, other calls of these files, or a time to wait (<c>+20d</c>).</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The parameters of the path.</summary>
    public IReadOnlyDictionary<string, string> Path { get; init; } = new Dictionary<string, string>();

    /// <summary>The parameters of the query.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body; for a form its fields. Null where there is none, or it is bytes.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>The body where it is bytes, in Base64.</summary>
    public string? Bytes { get; init; }

    /// <summary>The status of the answer.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Where the answer says that something new is, if it does.</summary>
    public string? Location { get; init; }

    /// <summary>The answer: JSON, or a text; null where it has no body, or bytes.</summary>
    public JsonNode? Answer { get; init; }

    /// <summary>The example of an operation; null where there is none, which a test does not let pass.</summary>
    /// <param name="method">Such as <c>GET</c>.</param>
    /// <param name="path">As the route has it.</param>
    public static CallExample? Find(string method, string path) => All.Value.GetValueOrDefault($"{method} {path}");

    private static Dictionary<string, CallExample> Read()
    {
        var all = new Dictionary<string, CallExample>();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is gone.");
            var some = JsonSerializer.Deserialize<Dictionary<string, CallExample>>(file, JsonSerializerOptions.Web) ?? [];
            foreach (var (call, example) in some)
            {
                all.Add(call, example);
            }
        }

        return all;
    }
}
