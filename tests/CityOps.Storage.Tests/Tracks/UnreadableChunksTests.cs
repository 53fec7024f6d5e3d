using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Storage.Databases;
using CityOps.Storage.Tracks;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Tracks;

/// <summary>One row of the tracks is damaged.</summary>
public class UnreadableChunksTests : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly UnreadableTracks _unreadable = Stores.Unreadable();
    private readonly TrackStore _store;

    public UnreadableChunksTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected UnreadableChunksTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _store = Stores.Of(_data, _unreadable);
    }

    public void Dispose()
    {
        _store.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableTheory]
    [InlineData("01")]
    [InlineData("09")]
    [InlineData("01FFFFFFFF0F")]
    [InlineData("02FFFFFFFF0F")]
    public async Task It_keeps_nothing_else_from_being_written_and_read_and_is_counted_once(string bytes)
    {
        await WriteAsync(FixAt(Walker, 0), FixAt(Walker, 10));
        Damage(bytes);

        await WriteAsync(FixAt(Walker, 5), FixAt(Truck, 1));
        await WriteAsync(FixAt(Walker, 6));

        Assert.Equal(5, Count("sum(count)"));
        Assert.Equal([5, 6], await SecondsAsync(Walker));
        Assert.Equal([1], await SecondsAsync(Truck));
        Assert.Equal(2, (await _store.NearAsync(
            FixAt(Truck, 1).Place, Length.FromMetres(100), Start, Start + Duration.FromMinutes(1), default)).Count);
        Assert.Equal(1, _unreadable.Count);
    }

    [SkippableFact]
    public async Task It_is_left_as_it_is_when_the_short_ones_become_a_long_one()
    {
        await WriteAsync([.. Seconds(0, 300).Select(s => FixAt(Walker, s))]);
        Damage("09");
        await WriteAsync([.. Seconds(300, 300).Select(s => FixAt(Walker, s))]);
        await WriteAsync([.. Seconds(600, 300).Select(s => FixAt(Walker, s))]);

        Assert.Equal(Seconds(300, 600), await SecondsAsync(Walker));
        Assert.Equal((3, 2L), (Count("count(*)"), Count("count(*) FILTER (WHERE count = 512)")));
        Assert.Equal(1, _unreadable.Count);
    }

    [SkippableFact]
    public async Task It_is_not_met_by_fixes_of_long_before_and_long_after()
    {
        await WriteAsync(FixAt(Walker, 0), FixAt(Walker, 10));
        Damage("09");

        await WriteAsync(FixAt(Walker, 7_200), FixAt(Walker, -7_200));
        await WriteAsync(FixAt(Walker, 7_200), FixAt(Walker, -7_200), FixAt(Walker, -7_199));

        Assert.Equal(0, _unreadable.Count);
        Assert.Equal(5, Count("sum(count)"));
        Assert.Equal([7_200], await SecondsAsync(Walker));
    }

    private static IEnumerable<double> Seconds(int first, int count) => Enumerable.Range(first, count).Select(s => (double)s);

    private async Task WriteAsync(params Fix[] fixes)
    {
        await _store.AppendAsync(fixes, default);
        await _store.FlushAsync();
    }

    private async Task<IEnumerable<double>> SecondsAsync(Device device) =>
        (await _store.ReadAsync(device, Start, Start + Duration.FromDays(1), default)).Select(f => (f.ObservedAt - Start).TotalSeconds);

    private void Damage(string bytes)
    {
        using var connection = _data.Tracks.Open();
        connection.Execute("UPDATE track_chunk SET fixes = @fixes", ("@fixes", Convert.FromHexString(bytes)));
    }

    private long Count(string what)
    {
        using var connection = _data.Tracks.Open();
        return connection.Scalar($"SELECT {what} FROM track_chunk");
    }
}
