using System.Text;
using System.Text.Json;

namespace CityOps.Host.City.Reading;

/// <summary>
/// Walks a JSON file one record at a time, each with its line. A record is an element of the top array, or of an array
/// that is a member of the top object; the other members of that object come as one record at its line.
/// </summary>
internal static class JsonRecords
{
    /// <summary>Takes one record: the name of its array (empty for the top), its line, and its value.</summary>
    public delegate void Take(string array, int line, JsonElement record);

    /// <summary>Walks the file. False if some of it is broken, so that records may be missing.</summary>
    public static bool Read(string file, ReadOnlyMemory<byte> content, FaultLog log, Take take)
    {
        try
        {
            new Walk(content, take).Run();
            return true;
        }
        catch (JsonException e)
        {
            var line = (int)(e.LineNumber ?? 0) + 1;
            log.Add(file, line, null, $"The JSON is broken: {FirstSentence(e.Message)}", "Mend the line; see RFC 8259");
            ReadLinesAfter(file, content, line, log, take);
            return false;
        }
    }

    /// <summary>The line of each member of the top object of a well-formed file; of a name that is there twice, the later.</summary>
    public static IReadOnlyDictionary<string, int> LinesOfMembers(ReadOnlySpan<byte> content)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(content);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Not unescaped, as below.
            lines[Encoding.UTF8.GetString(reader.ValueSpan)] = 1 + content[..(int)reader.TokenStartIndex].Count((byte)'\n');
            reader.Skip();
        }

        return lines;
    }

    /// <summary>
    /// Past a broken line, whole records are taken line by line, as far as the file keeps to one record a line, so that
    /// later faults are found too.
    /// </summary>
    private static void ReadLinesAfter(string file, ReadOnlyMemory<byte> content, int broken, FaultLog log, Take take)
    {
        var line = 0;
        var array = "";
        foreach (var range in content.Span.Split((byte)'\n'))
        {
            line++;
            var text = content[range].Trim("\r\t ,"u8);
            if (text.Span.EndsWith(":["u8))
            {
                array = LastName(text.Span);
            }
            else if (line > broken && text.Span.StartsWith("{"u8) && text.Length > 1)
            {
                try
                {
                    using var record = JsonDocument.Parse(text);
                    take(array, line, record.RootElement);
                }
                catch (JsonException e)
                {
                    log.Add(
                        file, line, null, $"The JSON is broken: {FirstSentence(e.Message)}", "Mend the line; see RFC 8259");
                }
            }
        }
    }

    private static string LastName(ReadOnlySpan<byte> text)
    {
        var name = text[..^2].TrimEnd(" \t"u8).TrimEnd((byte)'"');
        return Encoding.UTF8.GetString(name[(name.LastIndexOf((byte)'"') + 1)..]);
    }

    /// <summary>The parser's message without its position, which counts from zero.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }

    /// <summary>One pass over a well-formed file.</summary>
    private sealed class Walk(ReadOnlyMemory<byte> content, Take take)
    {
        private int _line = 1;
        private int _counted;

        public void Run()
        {
            var reader = new Utf8JsonReader(content.Span);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                Elements("", ref reader);
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                Members(ref reader);
            }
            else
            {
                TakeValue("", ref reader);
            }

            // The last read fails on anything behind the end.
            reader.Read();
        }

        private void Members(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // Not unescaped: no name that is known here has an escape, and not every escape is valid.
                var name = Encoding.UTF8.GetString(reader.ValueSpan);
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    Elements(name, ref reader);
                }
                else
                {
                    TakeValue(name, ref reader);
                }
            }
        }

        private void Elements(string array, ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                TakeValue(array, ref reader);
            }
        }

        private void TakeValue(string array, ref Utf8JsonReader reader)
        {
            var start = (int)reader.TokenStartIndex;
            _line += content.Span[_counted..start].Count((byte)'\n');
            _counted = start;
            using var record = JsonDocument.ParseValue(ref reader);
            take(array, _line, record.RootElement);
        }
    }
}
