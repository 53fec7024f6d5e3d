using System.Diagnostics;

namespace CityOps.Bench.Processes;

/// <summary>
/// Servers that have machines of their own in a city: here they have the processor before the engines that they serve, as far as root can give
/// it. Each thread has its turn, and Mosquitto is one thread beside the hundreds of some nodes.
/// </summary>
internal static class Precedence
{
    /// <summary>Starts a program so.</summary>
    public static ProcessStartInfo Of(string program, params string[] arguments) => Environment.UserName == "root"
        ? new ProcessStartInfo("nice", ["--adjustment=-10", program, .. arguments])
        : new ProcessStartInfo(program, arguments);
}
