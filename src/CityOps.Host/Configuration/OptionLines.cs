using System.Text;
using System.Text.Json;

namespace CityOps.Host.Configuration;

/// <summary>Where options stand in their file: many sections have a <c>Port</c>.</summary>
internal static class OptionLines
{
    // As the configuration takes it.
    private static readonly JsonReaderOptions Form = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The line, from 1, of the option with a path such as <c>CityOps:Http:Port</c>; 0 where it is not in the file.</summary>
    public static int Of(string file, string path)
    {
        var content = Encoding.UTF8.GetBytes(File.ReadAllText(file));
        var (names, found) = (path.Split(':'), 0);
        var reader = new Utf8JsonReader(content, Form);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth != found + 1 || !names[found].Equals(reader.GetString(), StringComparison.OrdinalIgnoreCase))
            {
                reader.Skip();
            }
            else if (++found == names.Length)
            {
                return 1 + content.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            }
        }

        return 0;
    }
}
