using System.Text;
using CityOps.Domain.Devices;
using CityOps.Telemetry.Codecs;
using NodaTime;

namespace CityOps.Telemetry.Tests.Codecs;

/// <summary>What the codec tests share.</summary>
internal static class Given
{
    public static readonly Device Collector = new(DeviceKind.Collector, "360102-001");
    public static readonly Device Vehicle = new(DeviceKind.Vehicle, "V-1");
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 0, 30);

    public static ReadOnlySpan<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static T Value<T>(Decoded<T> decoded) => Assert.IsType<Decoded<T>.Accepted>(decoded).Value;

    public static (string Code, string? Field, string? Id) Refusal<T>(Decoded<T> decoded)
    {
        var refused = Assert.IsType<Decoded<T>.Refused>(decoded);
        return (refused.Reason.Code, refused.Reason.Field, refused.Id);
    }
}
