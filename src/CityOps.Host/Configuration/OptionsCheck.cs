using System.Globalization;
using System.Net;

namespace CityOps.Host.Configuration;

/// <summary>Finds what is wrong with values of the right form: out of their range, or not fitting to others.</summary>
internal sealed class OptionsCheck
{
    // With less not every report comes through, and more has no packet of MQTT.
    private const int SmallestPayload = 1024;
    private const int LargestPayload = 268_435_455;

    private const string OfDevices = "devices on the network come in over CityOps:Mqtt:Tls";

    // With what is longer no time can be computed.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);
    private static readonly TimeSpan Shortest = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<string> _faults = [];

    /// <summary>Each a sentence that begins with the name of its option.</summary>
    public static IReadOnlyList<string> FaultsOf(CityOpsOptions options)
    {
        var check = new OptionsCheck();
        check.Numbers(options);
        check.Durations(options);
        check.Texts(options);
        check._faults.AddRange(HttpCheck.FaultsOf(options.Http));
        check._faults.AddRange(ClusterCheck.FaultsOf(options));
        return check._faults;
    }

    private void Numbers(CityOpsOptions options)
    {
        Port("CityOps:Http:Port", options.Http.Port);
        Port("CityOps:Mqtt:Port", options.Mqtt.Port);
        Port("CityOps:Mqtt:Tls:Port", options.Mqtt.Tls.Port);
        Port("CityOps:Jt808:Port", options.Jt808.Port);
        Port("CityOps:Cluster:Port", options.Cluster.Port);
        Number("CityOps:Http:StreamReaders", options.Http.StreamReaders, 1);
        Number("CityOps:Http:StreamReadersPerCaller", options.Http.StreamReadersPerCaller, 1);
        Number("CityOps:Mqtt:MaxPayload", options.Mqtt.MaxPayload, SmallestPayload, LargestPayload);
        Number("CityOps:Mqtt:Limits:MessagesPerSecond", options.Mqtt.Limits.MessagesPerSecond, 1);
        Number("CityOps:Mqtt:Limits:GatewayMessagesPerSecond", options.Mqtt.Limits.GatewayMessagesPerSecond, 1);
        Number("CityOps:Mqtt:Limits:BurstSeconds", options.Mqtt.Limits.BurstSeconds, 1);
        Number("CityOps:Mqtt:Limits:Connections", options.Mqtt.Limits.Connections, 1);
        Number("CityOps:Mqtt:Limits:ConnectionsPerUser", options.Mqtt.Limits.ConnectionsPerUser, 1);
        Number("CityOps:Jt808:MaxConnections", options.Jt808.MaxConnections, 1);
        Number("CityOps:Files:MaxPicture", options.Files.MaxPicture, 1);
        Number("CityOps:Files:MaxVideo", options.Files.MaxVideo, 0);
        Number("CityOps:Files:MaxPixels", options.Files.MaxPixels, 1);
        Number("CityOps:Files:OpenUploads", options.Files.OpenUploads, 1);
        Number("CityOps:Files:MegabytesPerDay", options.Files.MegabytesPerDay, 1);
        Share("CityOps:Tracing:SampleRatio", options.Tracing.SampleRatio);
        Share("CityOps:Tracing:PositionRatio", options.Tracing.PositionRatio);
    }

    private void Durations(CityOpsOptions options)
    {
        Time("CityOps:Http:KeepAccessLog", options.Http.KeepAccessLog, Day);
        Time("CityOps:Jt808:IdleTimeout", options.Jt808.IdleTimeout, Shortest);
        Time("CityOps:Engine:PassivateAfter", options.Engine.PassivateAfter, Second);
        Time("CityOps:Engine:SilentAfter", options.Engine.SilentAfter, Shortest);
        Time("CityOps:Engine:OfflineAfter", options.Engine.OfflineAfter, Shortest);
        if (options.Engine.OfflineAfter <= options.Engine.SilentAfter)
        {
            _faults.Add(
                $"CityOps:Engine:OfflineAfter is {options.Engine.OfflineAfter}, but must be longer than SilentAfter, "
                + $"{options.Engine.SilentAfter}.");
        }

        Time("CityOps:Engine:NoticeWindow", options.Engine.NoticeWindow, Shortest);
        Time("CityOps:Engine:ListsBehind", options.Engine.ListsBehind, Shortest);
        Time("CityOps:Tracks:KeepCollectors", options.Tracks.KeepCollectors, Day);
        Time("CityOps:Tracks:KeepVehicles", options.Tracks.KeepVehicles, Day);
        Time("CityOps:Files:UploadExpiry", options.Files.UploadExpiry, Shortest);
        Time("CityOps:Files:KeepUnnamed", options.Files.KeepUnnamed, Day);
        Time("CityOps:Clock:Offset", options.Clock.Offset, -Longest);
    }

    private void Texts(CityOpsOptions options)
    {
        if (options.Devices.Unknown is not ("refuse" or "quarantine"))
        {
            _faults.Add($"CityOps:Devices:Unknown is '{options.Devices.Unknown}', but takes refuse or quarantine.");
        }

        if (options.Logs.Format is not ("text" or "json"))
        {
            _faults.Add($"CityOps:Logs:Format is '{options.Logs.Format}', but takes text or json.");
        }

        if (options.Tracing.Endpoint.Length > 0 && !Uri.IsWellFormedUriString(options.Tracing.Endpoint, UriKind.Absolute))
        {
            _faults.Add($"CityOps:Tracing:Endpoint is '{options.Tracing.Endpoint}', but takes a URL such as http://127.0.0.1:4318.");
        }

        Loopback("CityOps:Mqtt:Address", options.Mqtt.Address, OfDevices);
        Address("CityOps:Mqtt:Tls:Address", options.Mqtt.Tls.Address);
        Loopback("CityOps:Jt808:Address", options.Jt808.Address, OfDevices);
        if (options.Cluster.Tls.Certificate.Length == 0)
        {
            Loopback("CityOps:Cluster:Address", options.Cluster.Address, "or name the node's certificate by CityOps:Cluster:Tls:Certificate");
        }
        else
        {
            Address("CityOps:Cluster:Address", options.Cluster.Address);
        }
    }

    private void Port(string name, int port)
    {
        if (port is < 0 or > ushort.MaxValue)
        {
            _faults.Add($"{name} is {port}, but a port is 0 to {ushort.MaxValue}.");
        }
    }

    private void Number(string name, int value, int least, int most = int.MaxValue)
    {
        if (value < least)
        {
            _faults.Add($"{name} is {value}, but must be at least {least}.");
        }
        else if (value > most)
        {
            _faults.Add($"{name} is {value}, but must be at most {most}.");
        }
    }

    private void Time(string name, TimeSpan value, TimeSpan least)
    {
        if (value < least)
        {
            _faults.Add($"{name} is {value}, but must be {(least == Shortest ? "above zero" : $"at least {least}")}.");
        }
        else if (value > Longest)
        {
            _faults.Add($"{name} is {value}, but must be at most {Longest}.");
        }
    }

    private void Share(string name, double value)
    {
        if (value is not (>= 0 and <= 1))
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, but is a share from 0 to 1."));
        }
    }

    private IPAddress? Address(string name, string address)
    {
        if (IPAddress.TryParse(address, out var parsed))
        {
            return parsed;
        }

        _faults.Add($"{name} is '{address}', but takes an IP address such as 127.0.0.1.");
        return null;
    }

    private void Loopback(string name, string address, string otherwise)
    {
        if (Address(name, address) is { } parsed && !IPAddress.IsLoopback(parsed))
        {
            _faults.Add($"{name} is {address}, but listens on loopback alone: it is neither encrypted nor does it know its callers. "
                + $"Use 127.0.0.1; {otherwise}.");
        }
    }
}
