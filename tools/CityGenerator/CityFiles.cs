using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace CityOps.CityGenerator;

/// <summary>Writes one record a line, so that a fault has a line number and a change is a small difference.</summary>
internal sealed class CityFiles(string directory)
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static string Json(object record) => JsonSerializer.Serialize(record, Compact);

    public void Object(string file, IReadOnlyList<(string Name, object Value)> members) =>
        Lines(file, "{", members.Select(m => $"{Json(m.Name)}:{Json(m.Value)}"), "}");

    public void Array(string file, IEnumerable<string> records) => Lines(file, "[", records, "]");

    public void Features(string file, IEnumerable<string> features) =>
        Lines(file, "{\"type\":\"FeatureCollection\",\"features\":[", features, "]}");

    public void Table(string file, string header, IEnumerable<string> rows)
    {
        using var writer = Open(file);
        writer.Write(header + "\n");
        foreach (var row in rows)
        {
            writer.Write(row);
            writer.Write('\n');
        }
    }

    private void Lines(string file, string open, IEnumerable<string> records, string close)
    {
        using var writer = Open(file);
        writer.Write(open);
        var separator = "\n";
        foreach (var record in records)
        {
            writer.Write(separator);
            writer.Write(record);
            separator = ",\n";
        }

        writer.Write("\n" + close + "\n");
    }

    private StreamWriter Open(string file) =>
        new(Path.Combine(directory, file), append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
}
