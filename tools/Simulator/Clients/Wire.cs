using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Simulator.Clients;

/// <summary>One fix of the <c>position</c> topic.</summary>
internal sealed record PositionMessage(string T, double Lon, double Lat)
{
    /// <summary>m/s.</summary>
    public double? Speed { get; init; }

    /// <summary>Degrees clockwise from north.</summary>
    public double? Heading { get; init; }

    /// <summary>Metres.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Metres.</summary>
    public double? Altitude { get; init; }
}

/// <summary>A report, for the <c>report</c> topic and, with the last three, for <c>POST /reports</c>.</summary>
internal sealed record ReportMessage(string Id, string T, double Lon, double Lat, string Kind, string Category)
{
    public string? Condition { get; init; }

    public string? Component { get; init; }

    public string? Description { get; init; }

    public string? Channel { get; init; }

    public string? Source { get; init; }

    public string? Reporter { get; init; }
}

/// <summary>A collector goes on or off shift.</summary>
internal sealed record ShiftMessage(string Id, string T, bool On);

/// <summary>What the engine asks a collector for, on the <c>command</c> topic.</summary>
/// <param name="Id">The same command again has the same.</param>
/// <param name="Type"><c>verify</c>, <c>inspect</c>, <c>message</c> …</param>
/// <param name="Task">The task.</param>
/// <param name="Lon">Where it is.</param>
/// <param name="Lat">Where it is.</param>
internal sealed record CommandMessage(string? Id, string? Type, string? Task, double? Lon, double? Lat);

/// <summary>What a collector found, for the <c>result</c> topic.</summary>
internal sealed record ResultMessage(string Id, string T, string Task, string Outcome, double Lon, double Lat);

/// <summary>The engine's answer on the <c>ack</c> topic.</summary>
internal sealed record AckMessage(string? Id, string? Status, string? Case, string? Code, string? Message);

/// <summary>How the simulator writes and reads JSON.</summary>
internal static class Wire
{
    /// <summary>The names and forms of the contract.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Bytes<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, Json);

    /// <summary>RFC 3339 in UTC.</summary>
    public static string Time(Instant at) => InstantPattern.ExtendedIso.Format(at);
}
