namespace CityOps.Http.Devices;

/// <summary>Words for the alarm bits of a vehicle terminal (JT/T 808-2013, table 24).</summary>
internal static class AlarmNames
{
    private static readonly Dictionary<int, string> Known = new()
    {
        [0] = "emergency",
        [1] = "overspeed",
        [2] = "fatigue",
        [7] = "lowVoltage",
        [8] = "powerLost",
        [19] = "parkedTooLong",
        [20] = "area",
        [23] = "offRoute",
    };

    /// <summary>The words of the bits that are set; <c>bit5</c> and so on for those without one.</summary>
    public static IReadOnlyList<string> Of(uint alarms) =>
    [
        .. Enumerable.Range(0, 32)
            .Where(bit => (alarms >> bit & 1) != 0)
            .Select(bit => Known.GetValueOrDefault(bit) ?? $"bit{bit}"),
    ];
}
