using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using CityOps.Domain.City;
using CityOps.Domain.Devices;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// Terminals by the numbers of the city's vehicles. A code is the number under a secret of this engine's data directory: it is kept
/// nowhere, and stays the same as long as the secret does.
/// </summary>
internal sealed class TerminalAdmission : ITerminalAdmission
{
    // 80 bits: some terminals keep no more than 20 characters.
    private const int CodeLength = 20;

    private readonly FrozenDictionary<string, Device> _vehicles;
    private readonly bool _acceptsUnknown;
    private readonly byte[] _secret;

    /// <exception cref="IOException">The secret cannot be read, or not be made.</exception>
    public TerminalAdmission(CityConfiguration city, TelemetryOptions options)
    {
        _vehicles = city.Vehicles.Values
            .Where(vehicle => vehicle.Phone is not null)
            .DistinctBy(vehicle => Number(vehicle.Phone))
            .ToFrozenDictionary(vehicle => Number(vehicle.Phone), vehicle => new Device(DeviceKind.Vehicle, vehicle.Id));
        _acceptsUnknown = options.AcceptUnknownDevices;
        _secret = TerminalSecret.Read(options.DataDirectory);
    }

    /// <inheritdoc/>
    public Device? VehicleOf(string number) =>
        _vehicles.TryGetValue(number, out var vehicle) ? vehicle
        : _acceptsUnknown ? new Device(DeviceKind.Vehicle, number)
        : null;

    /// <inheritdoc/>
    public string CodeFor(string number) =>
        Convert.ToHexString(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes($"jt808/1/{number}")))[..CodeLength];

    /// <inheritdoc/>
    public bool IsCode(string number, string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeFor(number)), Encoding.UTF8.GetBytes(code));

    private static string Number(string? phone) => new Jt808Address(default, phone ?? "").Number;
}
