using System.Globalization;

namespace CityOps.Simulator.Clients;

/// <summary>Where the broker listens.</summary>
internal sealed record MqttAddress(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c> or <c>host</c> (port 1883); null if it is neither.</summary>
    public static MqttAddress? Parse(string text)
    {
        var parts = text.Split(':');
        return parts switch
        {
            [{ Length: > 0 } host] => new(host, 1883),
            [{ Length: > 0 } host, var port] when
                int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
                number is > 0 and <= 65535 => new(host, number),
            _ => null,
        };
    }

    public override string ToString() => $"{Host}:{Port}";
}
