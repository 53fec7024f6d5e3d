using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CsCheck;
using NodaTime;

namespace CityOps.Storage.Tests.Tracks;

/// <summary>Fixes to be written and read.</summary>
internal static class FixSamples
{
    private static readonly Gen<Device> Devices = Gen.OneOf(
        Gen.Const(new Device(DeviceKind.Collector, "a")),
        Gen.Const(new Device(DeviceKind.Vehicle, "a")),
        Gen.Const(new Device(DeviceKind.Vehicle, new string('x', 64))));

    /// <summary>Any fix that the store can hold exactly.</summary>
    public static readonly Gen<Fix> Any = Gen.Select(
        Gen.Select(Devices, Gen.Long[-62_135_596_800_000, 253_402_300_799_999]),
        Gen.Select(Gen.Long[-900_000_000, 900_000_000], Gen.Long[-1_800_000_000, 1_800_000_000]),
        Gen.Select(Maybe(Gen.Int[0, 30_000]), Maybe(Gen.Int[0, 35_999]), Maybe(Gen.Int[0, 100_000]), Maybe(Gen.Int[-5_000, 90_000])),
        Gen.Select(Gen.Bool, Gen.UInt, Gen.Enum<Datum>()),
        (who, where, how, what) => new Fix(
            who.Item1,
            Instant.FromUnixTimeMilliseconds(who.Item2),
            GeoPoint.At(latitude: where.Item1 / 1e7, longitude: where.Item2 / 1e7))
        {
            Speed = how.Item1 is { } speed ? new Speed(speed / 100.0) : null,
            Heading = how.Item2 is { } heading ? new Bearing(heading / 100.0) : null,
            Accuracy = how.Item3 is { } accuracy ? new Length(accuracy / 10.0) : null,
            Altitude = how.Item4 is { } altitude ? new Length(altitude / 10.0) : null,
            Mock = what.Item1,
            Alarms = what.Item2,
            Datum = what.Item3,
        });

    /// <summary>The fixes whose bytes were recorded.</summary>
    public static IReadOnlyList<Fix> Recorded { get; } =
    [
        Samples.FixAt(Samples.Walker, 0) with
        {
            Speed = new Speed(1.25), Heading = new Bearing(359.99), Accuracy = new Length(4.5), Altitude = new Length(-3.2),
        },
        Samples.FixAt(Samples.Walker, 10) with { Heading = new Bearing(0), Mock = true, Datum = Datum.Gcj02 },
        Samples.FixAt(Samples.Walker, 19.5) with { Speed = new Speed(0), Alarms = 0x8000_0001 },
    ];

    private static Gen<int?> Maybe(Gen<int> gen) => Gen.Select(Gen.Bool, gen, (given, value) => given ? value : (int?)null);
}
