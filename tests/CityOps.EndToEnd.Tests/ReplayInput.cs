using System.Globalization;

namespace CityOps.EndToEnd.Tests;

/// <summary>The files of a replay.</summary>
/// <param name="Requests">Service requests as New York exports them.</param>
/// <param name="Walk">A track in GPX.</param>
/// <param name="Car">Another one.</param>
/// <param name="Frames">JT/T 808 frames with their decoding.</param>
internal sealed record ReplayInput(string Requests, string Walk, string Car, string Frames)
{
    // With what makes CSV hard: a comma, quotes and a line break.
    private const string Descriptor = "Pothole, \"\"deep\"\",\nwet";
    private static readonly DateTime Begin = new(2024, 4, 16, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The options of the simulator that name them.</summary>
    public IReadOnlyList<string> Options => ["--nyc311", Requests, "--walk", Walk, "--car", Car, "--jt808", Frames];

    /// <summary>The real files that lie beside the repository on some machines; null where one is missing.</summary>
    public static ReplayInput? Real()
    {
        string[] files = [.. new[] { "nyc311.csv", "track-walk.gpx", "track-car.gpx", "jt808-frames.json" }.Select(name => Repository.PathOf($"../shared/data/{name}"))];
        return files.All(File.Exists) ? new ReplayInput(files[0], files[1], files[2], files[3]) : null;
    }

    /// <summary>Files of the same form, made here.</summary>
    public static ReplayInput Made(string directory, int requests, int points)
    {
        return new(
            Write("requests.csv", Csv(requests)),
            Write("walk.gpx", Gpx(points, metresApart: 1)),
            Write("car.gpx", Gpx(points, metresApart: 12)),
            // 0x0200 of terminal 123456789012: a position of 2018, with mileage and fuel.
            Write("frames.json", """
                {"frames": [{"id": "A", "decoded": {"id": "0200", "phone": "123456789012"}, "hex":
                "7E02000026123456789012007D02000000010000000200BA7F0E07E4F11C0028003C00001810151010100104000000640202007D01137E"}]}
                """));

        string Write(string name, string content)
        {
            var path = Path.Combine(directory, name);
            File.WriteAllText(path, content);
            return path;
        }
    }

    private static string Csv(int requests) => string.Join('\n',
    [
        "unique_key,created_date,complaint_type,descriptor,latitude,longitude",
        .. Enumerable.Range(0, requests).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{60_000_000 + i},{Begin.AddSeconds(i):s}.000,Street Condition,\"{Descriptor}\",{Lat(i):F4},{Lon(i):F4}")),
    ]);

    private static double Lat(int i) => 40.6 + (i % 20 * 0.01);

    private static double Lon(int i) => -74 + (i % 7 * 0.03);

    private static string Gpx(int points, double metresApart) =>
        """<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>"""
        + string.Concat(Enumerable.Range(0, points).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"<trkpt lat='{45.7 + (i * metresApart / 111_000):F7}' lon='14.3'><time>{Begin.AddSeconds(i):s}Z</time></trkpt>")))
        + "</trkseg></trk></gpx>";
}
