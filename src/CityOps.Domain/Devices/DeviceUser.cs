using System.Diagnostics.CodeAnalysis;

namespace CityOps.Domain.Devices;

/// <summary>
/// Who logs in: a device under its own name (<c>vehicles/v0001</c>, <c>collectors/360102-001</c>), or a gateway that carries
/// several (<c>gateways/g1</c>).
/// </summary>
/// <param name="Device">The device; null for a gateway.</param>
/// <param name="Id">The id, unique within the kind.</param>
public sealed record DeviceUser(Device? Device, string Id)
{
    private const string Gateways = "gateways/";
    private const string Vehicles = "vehicles/";
    private const string Collectors = "collectors/";

    /// <summary>Parses the name; false for one of another form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DeviceUser? user)
    {
        user = text.StartsWith(Gateways) && Identifier.IsValid(text[Gateways.Length..])
            ? new DeviceUser(null, text[Gateways.Length..].ToString())
            : TryParseDevice(text, out var device) ? new DeviceUser(device, device.Id) : null;
        return user is not null;
    }

    /// <summary>Parses a device's name: <c>vehicles/v0001</c>.</summary>
    public static bool TryParseDevice(ReadOnlySpan<char> text, out Device device)
    {
        var (kind, id) = text.StartsWith(Vehicles) ? (DeviceKind.Vehicle, Vehicles.Length)
            : text.StartsWith(Collectors) ? (DeviceKind.Collector, Collectors.Length)
            : (DeviceKind.Vehicle, text.Length);
        device = Identifier.IsValid(text[id..]) ? new Device(kind, text[id..].ToString()) : default;
        return device.Id is not null;
    }

    /// <summary>The name, as it is given to log in.</summary>
    public override string ToString() => Device?.ToString() ?? Gateways + Id;
}
