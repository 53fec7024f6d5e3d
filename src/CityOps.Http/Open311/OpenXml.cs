using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace CityOps.Http.Open311;

/// <summary>Bodies in XML, as GeoReport has them: an element for each field, an empty one for null, a list around its items.</summary>
internal static class OpenXml
{
    private static readonly Dictionary<string, string> ItemOf = new(StringComparer.Ordinal)
    {
        ["services"] = "service",
        ["service_requests"] = "request",
        ["errors"] = "error",
        ["attributes"] = "attribute",
        ["values"] = "value",
        ["endpoints"] = "endpoint",
        ["formats"] = "format",
    };

    /// <summary>The whole document.</summary>
    public static string Of(JsonNode? body, string root) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{Element(body, root).ToString(SaveOptions.DisableFormatting)}";

    private static XElement Element(JsonNode? node, string name) => new(name, node switch
    {
        JsonObject fields => fields.Select(f => Element(f.Value, f.Key)),
        JsonArray items => items.Select(i => Element(i, ItemOf[name])),
        null => null,
        _ => Text(node),
    });

    // XML has no way to write some characters that a description may hold: they become the replacement character.
    private static string Text(JsonNode value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            return value.ToJsonString();
        }

        var text = value.GetValue<string>();
        return string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? "\uFFFD" : r.ToString()));
    }
}
