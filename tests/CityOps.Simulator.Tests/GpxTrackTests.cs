using System.Text;
using CityOps.Domain.Geo;
using CityOps.Simulator.Replay;
using NodaTime;

namespace CityOps.Simulator.Tests;

public sealed class GpxTrackTests
{
    private static readonly GeoPoint Nanchang = GeoPoint.At(latitude: 28.68, longitude: 115.86);
    private static readonly Instant Start = ReplayPlan.TracksBegin;

    [Theory]
    [InlineData("http://www.topografix.com/GPX/1/0")]
    [InlineData("http://www.topografix.com/GPX/1/1")]
    public void Both_versions_are_read(string version)
    {
        var track = Read($"""
            <gpx xmlns="{version}"><wpt lat="1" lon="1"><time>2010-08-05T00:00:00Z</time></wpt><trk><trkseg>
            <trkpt lat="45.5" lon="14.25"><ele>561.5</ele><time>2010-08-05T16:23:35Z</time></trkpt>
            <trkpt lat="45.6" lon="14.26"><time>2010-08-05T18:23:49.5+02:00</time></trkpt>
            </trkseg></trk></gpx>
            """);
        Assert.Equal(
            [
                new TrackPoint(
                    Instant.FromUtc(2010, 8, 5, 16, 23, 35), GeoPoint.At(latitude: 45.5, longitude: 14.25), 561.5),
                new TrackPoint(
                    Instant.FromUtc(2010, 8, 5, 16, 23, 49) + Duration.FromMilliseconds(500),
                    GeoPoint.At(latitude: 45.6, longitude: 14.26),
                    null),
            ],
            track);
    }

    [Fact]
    public void A_point_without_a_time_or_off_the_earth_is_left_out() => Assert.Single(Read("""
        <gpx><trk><trkseg><trkpt lat="45.5" lon="14.25"/>
        <trkpt lat="95.5" lon="14.25"><time>2010-08-05T16:23:35Z</time></trkpt>
        <trkpt lat="45.5" lon="14.25"><time>2010-08-05T16:23:35Z</time></trkpt></trkseg></trk></gpx>
        """));

    [Theory]
    [InlineData("<gpx/>", "no track point")]
    [InlineData("nothing", "no XML")]
    public void What_is_no_track_is_refused(string text, string why) =>
        Assert.Contains(why, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_moved_track_keeps_its_intervals_and_its_metres()
    {
        TrackPoint[] track =
        [
            new(Instant.FromUtc(2010, 8, 5, 16, 0), GeoPoint.At(latitude: 45.77, longitude: 14.30), null),
            new(Instant.FromUtc(2010, 8, 5, 16, 0, 7), GeoPoint.At(latitude: 45.77, longitude: 14.31), null),
            new(Instant.FromUtc(2010, 8, 5, 16, 3), GeoPoint.At(latitude: 45.78, longitude: 14.31), null),
        ];
        var moved = GpxTrack.Moved(track, Nanchang, Start);
        Assert.Equal(
            [Start, Start + Duration.FromSeconds(7), Start + Duration.FromMinutes(3)], moved.Select(p => p.At));
        Assert.Equal(LegOf(track, 0), LegOf(moved, 0), tolerance: 2);
        Assert.Equal(LegOf(track, 1), LegOf(moved, 1), tolerance: 2);
        Assert.All(moved, point => Assert.InRange(point.Place.DistanceTo(Nanchang).Metres, 0, 1_000));
    }

    [SkippableTheory]
    [InlineData("track-walk.gpx", 296)]
    [InlineData("track-car.gpx", 104)]
    public void The_real_tracks_are_read_to_their_last_point(string file, int points) =>
        Assert.Equal(points, GpxTrack.Read("--walk", SiblingInput.PathOf(file)).Count);

    private static double LegOf(IReadOnlyList<TrackPoint> track, int from) =>
        track[from].Place.DistanceTo(track[from + 1].Place).Metres;

    private static IReadOnlyList<TrackPoint> Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return GpxTrack.Read(stream, "some.gpx");
    }
}
