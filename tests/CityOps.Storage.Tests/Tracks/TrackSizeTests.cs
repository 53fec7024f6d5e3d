using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Storage.Tracks;
using NodaTime;
using Xunit.Abstractions;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Tracks;

public sealed class TrackSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void A_fix_of_a_walk_takes_at_most_12_bytes()
    {
        var walk = Walk(fixes: 6 * 60 * 7).ToList();

        var bytes = (double)walk.Chunk(30).Sum(part => FixBlob.Encode(part).Length) / walk.Count;

        output.WriteLine($"{bytes:F2} bytes per fix, 30 fixes a chunk");
        Assert.InRange(bytes, 1, 12);
    }

    /// <summary>A fix each 10 s, a metre or so of noise, all that a handset gives.</summary>
    private static IEnumerable<Fix> Walk(int fixes)
    {
#pragma warning disable CA5394 // A seed makes the walk the same each time; nothing is secret.
        var random = new Random(1);
        var (latitude, longitude, heading) = (28.6, 115.8, 90.0);
        for (var i = 0; i < fixes; i++)
        {
            heading = (heading + random.Next(-25, 26) + 360) % 360;
            var speed = 1.2 + (random.NextDouble() * 0.4);
            latitude += Math.Cos(double.DegreesToRadians(heading)) * speed * 10 / 111_000;
            longitude += Math.Sin(double.DegreesToRadians(heading)) * speed * 10 / 97_500;
            yield return new Fix(
                Walker,
                Start + Duration.FromSeconds(i * 10) + Duration.FromMilliseconds(random.Next(40)),
                GeoPoint.At(latitude: latitude + Noise(), longitude: longitude + Noise()))
            {
                Speed = new Speed(speed),
                Heading = new Bearing(heading),
                Accuracy = new Length(random.Next(3, 12)),
            };
        }

        double Noise() => (random.NextDouble() - 0.5) * 2e-5;
#pragma warning restore CA5394
    }
}
