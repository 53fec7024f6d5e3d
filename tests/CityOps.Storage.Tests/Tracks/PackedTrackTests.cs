using CityOps.Domain.Devices;
using CityOps.Storage.Tracks;
using CsCheck;

namespace CityOps.Storage.Tests.Tracks;

public sealed class PackedTrackTests
{
    [Fact]
    public void What_is_written_is_read_in_every_field() => FixSamples.Any.List[0, 40].Sample(fixes =>
    {
        var own = fixes.Select(f => f with { Device = Samples.Walker }).ToList();
        return FixBlob.Decode(PackedTrack.Encode(Samples.Walker, own)).SequenceEqual(own);
    });

    [Fact]
    public void The_bytes_of_the_first_release_are_read_for_ever()
    {
        var recorded = Convert.FromHexString(
            "0250832780000A3336303130322D303031030F522106030300393900505000D2D200A0510300DFE70422000018000007"
            + "070700D06C048A00000B00005B000000000001FAF903010119193E3D015A013F048000000103");

        Assert.Equal(FixSamples.Recorded, FixBlob.Decode(recorded));
    }

    [Fact]
    public void A_track_that_was_cut_off_is_refused()
    {
        var whole = PackedTrack.Encode(Samples.Walker, [.. FixSamples.Recorded]);

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Throws<StorageException>(() => FixBlob.Decode(whole.AsSpan(0, length))));
    }
}
