using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace CityOps.EndToEnd.Tests.OpenApi;

/// <summary>
/// The examples of the document as their files have them. With <c>CITYOPS_RECORD_EXAMPLES=1</c> the answers are written into the files, as
/// they were given: lists cut to two entries, and what has another id each time under the one that it had first.
/// </summary>
internal sealed class CallExamples
{
    private const int MostEntries = 2;
    private static readonly string Folder = Repository.PathOf("src/CityOps.Http/OpenApi/Examples");
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), NewLine = "\n",
    };

    private readonly Dictionary<string, JsonObject> _files = Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal)
        .ToDictionary(file => file, file => JsonNode.Parse(File.ReadAllText(file))?.AsObject() ?? []);

    /// <summary>True where answers shall be recorded.</summary>
    public static bool IsRecording => Environment.GetEnvironmentVariable("CITYOPS_RECORD_EXAMPLES") == "1";

    /// <summary>Every call; those that wait come last, since for them the clock goes on.</summary>
    public IReadOnlyList<string> Calls =>
    [
        .. _files.Values.SelectMany(f => f).Select(e => e.Key).OrderBy(call => Waits(call, [])),
    ];

    public JsonObject this[string call] => _files.Values.Select(f => f[call]).OfType<JsonObject>().SingleOrDefault()
        ?? throw new KeyNotFoundException($"There is no example of {call}.");

    /// <summary>What an example needs done before: acts by their names, <c>report</c>, or calls.</summary>
    public IEnumerable<string> Before(string call) => (this[call]["after"]?.AsArray() ?? []).Select(step => step?.GetValue<string>() switch
    {
        "report" => "POST /api/v1/reports",
        { } other when other.Contains(' ', StringComparison.Ordinal) || other.StartsWith('+') => other,
        { } act => $"POST /api/v1/cases/{{id}}/acts/{act}",
        null => throw new JsonException(call),
    });

    public void Record(string call, JsonNode? answer, string? location)
    {
        var example = this[call];
        example.Remove("answer");
        example.Remove("location");
        if (location is not null)
        {
            example["location"] = location;
        }

        if (answer is not null)
        {
            example["answer"] = Cut(answer);
        }
    }

    public void Write()
    {
        foreach (var (file, examples) in _files)
        {
            File.WriteAllText(file, examples.ToJsonString(Readable) + "\n");
        }
    }

    private static JsonNode? Cut(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Take(MostEntries).Select(Cut)]),
        JsonObject some => new JsonObject(some.Select(p => KeyValuePair.Create(p.Key, Cut(p.Value)))),
        _ => node?.DeepClone(),
    };

    private bool Waits(string call, HashSet<string> seen) => seen.Add(call)
        && Before(call).Any(step => step.StartsWith('+') || Waits(step, seen));
}
