using System.Globalization;
using CityOps.Http.Problems;
using Microsoft.Extensions.Primitives;

namespace CityOps.Http.Open311;

/// <summary>Reads the fields of a form, and notes which are wrong. One for each request.</summary>
internal sealed class OpenFields(IFormCollection form, Faults faults)
{
    /// <summary>True if the field says anything, or a file has come. A page with a field for files sends it empty where none was chosen.</summary>
    public bool Has(string name) => !StringValues.IsNullOrEmpty(form[name]) || form.Files.Any(file => file.Length > 0);

    /// <summary>The text of a field; null where it is missing or blank.</summary>
    public string? Text(string name, int longest)
    {
        var values = form[name];
        if (values.Count > 1)
        {
            faults.Add(name, "It stands there more than once.");
            return null;
        }

        var text = string.IsNullOrWhiteSpace(values.ToString()) ? null : values.ToString().Trim();
        faults.Bound(name, text, longest);
        return text;
    }

    public string? Identifier(string name)
    {
        var text = Text(name, 200);
        return faults.Identify(name, text) ? text : null;
    }

    public double? Degrees(string name)
    {
        if (Text(name, 50) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees))
        {
            return degrees;
        }

        faults.Add(name, "It is no number of degrees.");
        return null;
    }

    /// <summary>An address on the web.</summary>
    public string? Address(string name, int longest)
    {
        var text = Text(name, longest);
        if (text is not null && (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
        {
            faults.Add(name, "It is no address that begins with http:// or https://.");
        }

        return text;
    }
}
