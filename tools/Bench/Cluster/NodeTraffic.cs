using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CityOps.Bench.Cluster;

/// <summary>What the connections between nodes have carried, as the kernel counts it (<c>ss</c>, Debian's iproute2).</summary>
internal static partial class NodeTraffic
{
    /// <summary>Bytes that the nodes' listeners have taken in and sent back on the connections that are open; null where <c>ss</c> is not installed.</summary>
    public static double? Bytes(IReadOnlyList<ClusterNode> nodes)
    {
        var ports = string.Join(" or ", nodes.Select(n => $"sport = :{n.Port}"));
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ss", ["-tinH", "state", "established", $"( {ports} )"]) { RedirectStandardOutput = true })
                ?? throw new BenchException("ss does not start.");
            return Counted().Matches(process.StandardOutput.ReadToEnd())
                .Sum(m => double.Parse(m.Groups["bytes"].Value, CultureInfo.InvariantCulture));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\bbytes_(acked|received):(?<bytes>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Counted();
}
