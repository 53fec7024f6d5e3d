using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Storage.Tracks;
using CsCheck;
using NodaTime;

namespace CityOps.Storage.Tests.Tracks;

public sealed class FixBlobTests
{
    private static readonly Gen<Device> Devices = Gen.OneOf(
        Gen.Const(new Device(DeviceKind.Collector, "a")),
        Gen.Const(new Device(DeviceKind.Vehicle, "a")),
        Gen.Const(new Device(DeviceKind.Vehicle, new string('x', 64))));

    private static readonly Gen<Fix> Fixes = Gen.Select(
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

    [Fact]
    public void What_is_written_is_read_in_every_field() =>
        Fixes.List[0, 40].Sample(fixes => FixBlob.Decode(FixBlob.Encode(fixes)).SequenceEqual(fixes));

    [Fact]
    public void Places_are_kept_to_a_centimetre()
    {
        var place = GeoPoint.At(latitude: 28.123456789, longitude: 115.987654321);

        var read = FixBlob.Decode(FixBlob.Encode([new Fix(Samples.Walker, Samples.Start, place)]))[0];

        Assert.True(read.Place.DistanceTo(place).Metres < 0.01);
    }

    [Fact]
    public void An_unknown_format_is_refused() =>
        Assert.Throws<StorageException>(() => FixBlob.Decode([99, 0, 0]));

    [Fact]
    public void A_track_that_was_cut_off_is_refused()
    {
        var whole = FixBlob.Encode([Samples.FixAt(Samples.Walker, 0), Samples.FixAt(Samples.Walker, 10)]);

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Throws<StorageException>(() => FixBlob.Decode(whole.AsSpan(0, length))));
    }

    private static Gen<int?> Maybe(Gen<int> gen) => Gen.Select(Gen.Bool, gen, (given, value) => given ? value : (int?)null);
}
