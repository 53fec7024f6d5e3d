using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Bench.Tracks;

/// <summary>Vehicles that drive about a city of 15 km by 15 km, seeded, with some metres of noise, in a terminal's units.</summary>
internal sealed class Drives
{
    private const double South = 28.6;
    private const double West = 115.8;
    private const double Degrees = 0.14;

    private readonly Random _random = new(7);
    private readonly (double Latitude, double Longitude, double Heading, double Speed)[] _vehicles;
    private readonly int _secondsBetween;
    private Instant _now;

    public Drives(int vehicles, Instant begin, int secondsBetween)
    {
        (_now, _secondsBetween) = (begin, secondsBetween);
        _vehicles = [.. Enumerable.Range(0, vehicles).Select(_ => (
            South + (_random.NextDouble() * Degrees), West + (_random.NextDouble() * Degrees), _random.Next(360) * 1.0, 8.0))];
    }

    public static Device Vehicle(int number) => new(DeviceKind.Vehicle, $"bench-{number}");

    /// <summary>The next fix of every vehicle.</summary>
    public void Next(Span<Fix> into)
    {
        for (var i = 0; i < _vehicles.Length; i++)
        {
            var (latitude, longitude, heading, speed) = _vehicles[i];
            var isOutside = latitude is < South or > South + Degrees || longitude is < West or > West + Degrees;
            heading = isOutside ? (heading + 180) % 360 : _random.Next(12) == 0 ? _random.Next(360) : heading;
            speed = Math.Clamp(speed + (_random.NextDouble() * 4) - 2, 0, 18);
            latitude += Math.Cos(double.DegreesToRadians(heading)) * speed * _secondsBetween / 111_000;
            longitude += Math.Sin(double.DegreesToRadians(heading)) * speed * _secondsBetween / 97_500;
            _vehicles[i] = (latitude, longitude, heading, speed);
            into[i] = new Fix(Vehicle(i), _now, GeoPoint.At(Math.Round(latitude + Noise(), 6), Math.Round(longitude + Noise(), 6)))
            {
                Speed = Speed.FromKilometresPerHour(Math.Round(speed * 3.6, 1)),
                Heading = new Bearing(heading),
            };
        }

        _now += Duration.FromSeconds(_secondsBetween);
    }

    private double Noise() => (_random.NextDouble() - 0.5) * 4e-5;
}
