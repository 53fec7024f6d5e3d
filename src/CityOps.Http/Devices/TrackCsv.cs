using System.Globalization;
using System.Text;
using CityOps.Domain.Devices;
using CityOps.Http.Json;

namespace CityOps.Http.Devices;

/// <summary>A track as comma-separated values (RFC 4180): a heading, then a line for each fix.</summary>
internal static class TrackCsv
{
    /// <summary>The text, piece by piece.</summary>
    public static async IAsyncEnumerable<string> WriteAsync(IAsyncEnumerable<IReadOnlyList<Fix>> track)
    {
        var text = new StringBuilder("t,lon,lat,speed,heading,accuracy,altitude,mock\r\n");
        await foreach (var fixes in track)
        {
            foreach (var fix in fixes)
            {
                Write(text, fix);
            }

            yield return text.ToString();
            text.Clear();
        }
    }

    private static void Write(StringBuilder text, Fix fix)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"{InstantText.Format(fix.ObservedAt)},{fix.Place.Longitude},{fix.Place.Latitude},");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{fix.Speed?.MetresPerSecond},{fix.Heading?.Degrees},{fix.Accuracy?.Metres},{fix.Altitude?.Metres},");
        text.Append(fix.Mock ? "true\r\n" : "false\r\n");
    }
}
