using System.Collections.Concurrent;
using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;

namespace CityOps.Telemetry.Security;

/// <summary>How a device stands with the city.</summary>
internal enum Standing
{
    /// <summary>The city's configuration has it, or an operator has admitted it.</summary>
    Known,

    /// <summary>It waits for an operator.</summary>
    Quarantined,

    /// <summary>Nobody knows it.</summary>
    Unknown,

    /// <summary>An operator has refused it.</summary>
    Refused,

    /// <summary>Its account is disabled.</summary>
    Disabled,
}

/// <summary>Who is known, disabled, admitted: one answer for every way in. Never waits. Thread-safe.</summary>
internal sealed class DeviceDirectory(CityConfiguration city, TelemetryOptions options)
{
    private readonly ConcurrentDictionary<Device, QuarantineStanding> _decided = new();
    private readonly ConcurrentDictionary<string, bool> _disabled = new(StringComparer.Ordinal);

    /// <summary>How the device stands now.</summary>
    public Standing Of(Device device) =>
        options.AcceptUnknownDevices ? Standing.Known
        : _disabled.ContainsKey(device.ToString()) ? Standing.Disabled
        : Takes(device) ? Standing.Known
        : _decided.TryGetValue(device, out var decided) && decided == QuarantineStanding.Refused ? Standing.Refused
        : options.Security is { Quarantine: true } ? Standing.Quarantined
        : Standing.Unknown;

    /// <summary>True if messages of the device may reach an entity: the city has it, or an operator has admitted it.</summary>
    public bool Takes(Device device) =>
        (device.Kind == DeviceKind.Collector ? city.Collectors.ContainsKey(device.Id) : city.Vehicles.ContainsKey(device.Id))
        || (_decided.TryGetValue(device, out var decided) && decided == QuarantineStanding.Admitted);

    /// <summary>The devices that a gateway may carry, each with how it stands.</summary>
    public IReadOnlyList<CarriedDevice> Carried(CarriedDevices carries)
    {
        var devices = new HashSet<Device>();
        foreach (var name in carries.Names)
        {
            if (DeviceUser.TryParseDevice(name, out var device))
            {
                devices.Add(device);
            }
        }

        if (carries.Department is { } department)
        {
            devices.UnionWith(city.Vehicles.Values
                .Where(v => v.Department == department).Select(v => new Device(DeviceKind.Vehicle, v.Id)));
        }

        return [.. devices.Select(device => new CarriedDevice(device, Of(device)))];
    }

    /// <summary>Accounts have changed.</summary>
    public void Apply(AccountChanges changes)
    {
        foreach (var (user, disabled, _) in changes.Users)
        {
            if (disabled)
            {
                _disabled[user] = true;
            }
            else
            {
                _disabled.TryRemove(user, out _);
            }
        }
    }

    /// <summary>Operators have decided.</summary>
    public void Apply(QuarantineChanges changes)
    {
        foreach (var (device, standing) in changes.Devices)
        {
            _decided[device] = standing;
        }
    }

    /// <summary>Why a device that stands so is not taken; null for one that is.</summary>
    public static Rejection? RefusalOf(Standing standing) => standing switch
    {
        Standing.Known => null,
        Standing.Quarantined => SecurityRefusals.Quarantined,
        Standing.Unknown => SecurityRefusals.Unknown,
        Standing.Refused => SecurityRefusals.Refused,
        Standing.Disabled => SecurityRefusals.Disabled,
        _ => throw new ArgumentOutOfRangeException(nameof(standing)),
    };
}
