using System.Runtime.InteropServices;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;
using CityOps.Domain.Geo;
using CityOps.Storage.Tracks;
using CsCheck;

namespace CityOps.Storage.Tests.Tracks;

public sealed class FixBlobTests
{
    [Fact]
    public void What_is_written_is_read_in_every_field() =>
        FixSamples.Any.List[0, 40].Sample(fixes => FixBlob.Decode(FixRows.Encode(CollectionsMarshal.AsSpan(fixes))).SequenceEqual(fixes));

    [Fact]
    public void Places_are_kept_to_a_centimetre()
    {
        var place = GeoPoint.At(latitude: 28.123456789, longitude: 115.987654321);

        var read = FixBlob.Decode(FixRows.Encode([new Fix(Samples.Walker, Samples.Start, place)]))[0];

        Assert.True(read.Place.DistanceTo(place).Metres < 0.01);
    }

    [Fact]
    public void The_bytes_of_the_first_release_are_read_for_ever()
    {
        var recorded = Convert.FromHexString(
            "0101000A3336303130322D303031030F80C0CA869567808EE0900280B6ADD008FA01BEB2045A3F52DFA3C9869567D00F"
            + "00BDB20421E707EC0E00F9018180808008");

        Assert.Equal(FixSamples.Recorded, FixBlob.Decode(recorded));
        Assert.Equal(recorded, FixRows.Encode([.. FixSamples.Recorded]));
    }

    [Fact]
    public void An_unknown_format_is_refused() =>
        Assert.Throws<StorageException>(() => FixBlob.Decode([99, 0, 0]));

    [Fact]
    public void A_track_that_was_cut_off_is_refused()
    {
        var whole = FixRows.Encode([Samples.FixAt(Samples.Walker, 0), Samples.FixAt(Samples.Walker, 10)]);

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Throws<StorageException>(() => FixBlob.Decode(whole.AsSpan(0, length))));
    }
}
