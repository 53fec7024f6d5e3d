using System.Globalization;
using System.Text;
using System.Xml;
using CityOps.Domain.Devices;
using CityOps.Http.Json;

namespace CityOps.Http.Devices;

/// <summary>A track as GPX 1.1.</summary>
internal static class TrackGpx
{
    private const string Schema = "http://www.topografix.com/GPX/1/1";

    /// <summary>The text, piece by piece.</summary>
    public static async IAsyncEnumerable<string> WriteAsync(Device device, IAsyncEnumerable<IReadOnlyList<Fix>> track)
    {
        using var text = new Utf8Text();
        using var xml = XmlWriter.Create(text);
        Begin(xml, device);
        await foreach (var fixes in track)
        {
            foreach (var fix in fixes)
            {
                WritePoint(xml, fix);
            }

            yield return text.Take(xml);
        }

        xml.WriteEndDocument();
        yield return text.Take(xml);
    }

    private static void Begin(XmlWriter xml, Device device)
    {
        xml.WriteStartElement("gpx", Schema);
        xml.WriteAttributeString("version", "1.1");
        xml.WriteAttributeString("creator", "CityOps");
        xml.WriteStartElement("trk", Schema);
        xml.WriteElementString("name", Schema, device.ToString());
        xml.WriteStartElement("trkseg", Schema);
    }

    private static void WritePoint(XmlWriter xml, Fix fix)
    {
        xml.WriteStartElement("trkpt", Schema);
        xml.WriteAttributeString("lat", Number(fix.Place.Latitude));
        xml.WriteAttributeString("lon", Number(fix.Place.Longitude));
        if (fix.Altitude is { } altitude)
        {
            xml.WriteElementString("ele", Schema, Number(altitude.Metres));
        }

        xml.WriteElementString("time", Schema, InstantText.Format(fix.ObservedAt));
        xml.WriteEndElement();
    }

    // The schema's decimals have no exponent.
    private static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    // Without it, the declaration would name UTF-16, while the answer goes out as UTF-8.
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        /// <summary>What was written since the last time.</summary>
        public string Take(XmlWriter xml)
        {
            xml.Flush();
            var taken = ToString();
            GetStringBuilder().Clear();
            return taken;
        }
    }
}
