using CityOps.Domain.Devices;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// Which terminals may speak, and for which vehicle: the one place that knows terminals' credentials. Thread-safe.
/// </summary>
internal interface ITerminalAdmission
{
    /// <summary>The vehicle that a terminal speaks for; null if nobody knows the terminal.</summary>
    /// <param name="number">The terminal's number without leading zeros.</param>
    Device? VehicleOf(string number);

    /// <summary>The code that a terminal is given when it registers.</summary>
    string CodeFor(string number);

    /// <summary>True if it is the terminal's code.</summary>
    bool IsCode(string number, string code);
}
