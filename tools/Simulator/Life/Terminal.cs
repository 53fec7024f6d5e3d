using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>
/// One vehicle's day: drives the streets, tells its position; in JT/T 808 frames if its terminal has a number.
/// </summary>
internal sealed class Terminal(VehicleEntry entry, StreetNetwork streets, LifeSetting setting) : IAsyncDisposable
{
    private static readonly Duration Interval = Duration.FromSeconds(10);
    private readonly Chance _chance = Chance.For(setting.Seed, entry.Id);
    private readonly DeviceLink _link = setting.Link($"vehicles/{entry.Id}");
    private ushort _serial;
    private double _mileage;

    /// <summary>Lives until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var clock = setting.Clock;
        await clock.UntilAsync(clock.Now + Interval * _chance.Next(), cancel).ConfigureAwait(false);
        var drive = Drive.Along(streets, entry.Kind, _chance);
        for (var step = clock.Now; ; step += Interval)
        {
            await clock.UntilAsync(step, cancel).ConfigureAwait(false);
            var now = drive.Advance(Interval);
            _mileage += now.Speed.MetresPerSecond * Interval.TotalSeconds;
            var seen = now with { Place = _chance.Near(now.Place, Length.FromMetres(2)) };
            await (entry.Phone is { } phone
                ? setting.PublishAsync(_link, "jt808", Frame(phone, step, seen), cancel)
                : setting.PublishAsync(_link, "position", Position(step, seen), cancel)).ConfigureAwait(false);

            // After an outage it goes on from now, not through all that was missed.
            step = Instant.Max(step, clock.Now - (Interval * 6));
        }
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static byte[] Position(Instant at, Moving seen) =>
        Wire.Bytes(new PositionMessage(Wire.Time(at), seen.Place.Longitude, seen.Place.Latitude)
        {
            Speed = Math.Round(seen.Speed.MetresPerSecond, 2),
            Heading = seen.Heading.Degrees,
            Accuracy = 5,
        });

    private byte[] Frame(string phone, Instant at, Moving seen)
    {
        var mileage = (uint)(_mileage / 100);
        return Jt808Frame.Position(phone, _serial++, new Jt808Position(at, seen.Place)
        {
            Speed = seen.Speed,
            Heading = seen.Heading,
            Altitude = Length.FromMetres(25),
            Items = [(0x01, [(byte)(mileage >> 24), (byte)(mileage >> 16), (byte)(mileage >> 8), (byte)mileage])],
        });
    }
}
