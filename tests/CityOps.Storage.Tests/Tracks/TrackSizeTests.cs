using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Storage.Databases;
using CityOps.Storage.Tracks;
using NodaTime;
using Xunit.Abstractions;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Tracks;

/// <summary>A day of a device that tells its place every 10 s, flushed once a minute.</summary>
public sealed class TrackSizeTests(ITestOutputHelper output)
{
    private const int FixesADay = 24 * 60 * 6;
    private const int FixesAFlush = 6;

    [Fact]
    public Task A_day_on_foot_takes_at_most_8_bytes_a_fix() => TakesAtMost8BytesAsync(Walk());

    [Fact]
    public Task A_day_on_wheels_takes_at_most_8_bytes_a_fix() => TakesAtMost8BytesAsync(Drive());

    private async Task TakesAtMost8BytesAsync(IEnumerable<Fix> day)
    {
        using var directory = new TemporaryDirectory();
        using var data = new CityDatabases(directory.Options);
        using var store = Stores.Of(data);
        foreach (var minute in day.Chunk(FixesAFlush))
        {
            await store.AppendAsync(minute, default);
            await store.FlushAsync();
        }

        using var connection = data.Tracks.Open();
        Assert.Equal(FixesADay, connection.Scalar("SELECT sum(count) FROM track_chunk"));
        var bytes = (double)connection.Scalar("SELECT sum(length(fixes)) FROM track_chunk") / FixesADay;
        output.WriteLine($"{bytes:F2} bytes a fix");
        Assert.InRange(bytes, 1, 8);
    }

    /// <summary>All that a handset gives, with a metre or so of noise.</summary>
    private static IEnumerable<Fix> Walk()
    {
#pragma warning disable CA5394 // A seed makes the way the same each time; nothing is secret.
        var random = new Random(1);
        var (latitude, longitude, heading) = (28.6, 115.8, 90.0);
        for (var i = 0; i < FixesADay; i++)
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

    /// <summary>What a JT/T 808 terminal gives, in its units: 1e-6 degrees, 0.1 km/h, whole degrees and metres.</summary>
    private static IEnumerable<Fix> Drive()
    {
#pragma warning disable CA5394 // As above.
        var random = new Random(2);
        var (latitude, longitude, heading, speed) = (28.6, 115.8, 90.0, 10.0);
        for (var i = 0; i < FixesADay; i++)
        {
            heading = random.Next(12) == 0 ? random.Next(360) : heading;
            speed = Math.Clamp(speed + (random.NextDouble() * 4) - 2, 0, 18);
            latitude += Math.Cos(double.DegreesToRadians(heading)) * speed * 10 / 111_000;
            longitude += Math.Sin(double.DegreesToRadians(heading)) * speed * 10 / 97_500;
            yield return new Fix(
                Truck,
                Start + Duration.FromSeconds(i * 10),
                GeoPoint.At(
                    latitude: Math.Round(latitude + Noise(), 6), longitude: Math.Round(longitude + Noise(), 6)))
            {
                Speed = Speed.FromKilometresPerHour(Math.Round(speed * 3.6, 1)),
                Heading = new Bearing(heading),
                Altitude = new Length(random.Next(40, 60)),
            };
        }

        double Noise() => (random.NextDouble() - 0.5) * 4e-5;
#pragma warning restore CA5394
    }
}
