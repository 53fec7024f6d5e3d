using System.Globalization;
using System.Text;

namespace CityOps.Bench.Mqtt;

/// <summary>A device whose fixes are numbered: the number says when and where each was. One caller at a time.</summary>
/// <param name="id">Its id.</param>
/// <param name="begin">The time of its first fix; in whole seconds.</param>
public sealed class FleetDevice(string id, DateTimeOffset begin)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public string Id => id;

    /// <summary>How many fixes it has made, each of them sent.</summary>
    public int Made { get; private set; }

    /// <summary>When the newest was.</summary>
    public string NewestTime => Time(Made - 1);

    /// <summary>Every fix as the track has it.</summary>
    public IEnumerable<string> Track => TrackOf(0, Made);

    /// <summary>Some fixes as the track has them.</summary>
    public IEnumerable<string> TrackOf(int first, int count) => Enumerable.Range(first, count).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{Time(i)},{Longitude(i):0.######},28.6476"));

    /// <summary>When a fix was.</summary>
    public string Time(int fix) => $"{begin + (fix * Step):yyyy-MM-ddTHH:mm:ss.FFFZ}";

    /// <summary>A payload of its next fixes.</summary>
    public byte[] Next(int fixes)
    {
        var payload = string.Join(',', Enumerable.Range(Made, fixes).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"t":"{{Time(i)}}","lon":{{Longitude(i)}},"lat":28.6476,"speed":1}""")));
        Made += fixes;
        return Encoding.ASCII.GetBytes(fixes == 1 ? payload : $"[{payload}]");
    }

    // A tenth of a metre a fix, there and back.
    private static decimal Longitude(int fix) => 115.82m + (0.000001m * Math.Abs(1000 - (fix % 2000)));
}
