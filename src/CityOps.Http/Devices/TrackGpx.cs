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

    public static string Write(Device device, IReadOnlyList<Fix> fixes)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text))
        {
            xml.WriteStartElement("gpx", Schema);
            xml.WriteAttributeString("version", "1.1");
            xml.WriteAttributeString("creator", "CityOps");
            xml.WriteStartElement("trk", Schema);
            xml.WriteElementString("name", Schema, device.ToString());
            xml.WriteStartElement("trkseg", Schema);
            foreach (var fix in fixes)
            {
                WritePoint(xml, fix);
            }

            xml.WriteEndDocument();
        }

        return text.ToString();
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
    }
}
