using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Telemetry.Ingest;
using NodaTime;

namespace CityOps.Telemetry.Tests.Ingest;

public sealed class FixQueueTests : IFixSender
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 8, 0);
    private readonly List<(string Device, int Count)> _shed = [];
    private readonly FixQueue _queue;

    public FixQueueTests() => _queue = new FixQueue(4, (device, count) => _shed.Add((device.Id, count)));

    [Fact]
    public void Everything_comes_out_message_by_message()
    {
        _queue.Add(Fixes("a", 2), Now, this, 7);
        _queue.Offer(Fixes("b", 1), Now);
        _queue.Add(Fixes("c", 1), Now, this, 8);

        var batch = _queue.Exchange(new FixBatch());

        Assert.Equal(["a", "a", "c", "b"], batch.Fixes.ToArray().Select(f => f.Device.Id));
        Assert.Equal([(2, 7), (1, 8), (1, 0)], batch.Messages.Select(m => (m.Count, m.Receipt)));
        Assert.Equal(0, _queue.Exchange(new FixBatch()).Count);
    }

    [Fact]
    public void Of_what_nobody_waits_for_the_oldest_gives_way_and_is_told()
    {
        _queue.Offer(Fixes("a", 2), Now);
        _queue.Offer(Fixes("b", 2), Now);
        _queue.Offer(Fixes("c", 1), Now);

        Assert.Equal([("a", 2)], _shed);
        Assert.Equal(["b", "b", "c"], _queue.Exchange(new FixBatch()).Fixes.ToArray().Select(f => f.Device.Id));
    }

    [Fact]
    public void A_message_larger_than_the_queue_is_kept_while_it_is_the_newest()
    {
        _queue.Offer(Fixes("a", 9), Now);

        Assert.Empty(_shed);
        Assert.Equal(9, _queue.Exchange(new FixBatch()).Count);
    }

    [Fact]
    public void There_is_room_again_once_a_full_queue_was_taken()
    {
        Assert.True(_queue.RoomAsync().IsCompleted);
        _queue.Add(Fixes("a", 4), Now, this, 1);
        Assert.Equal((false, true), (_queue.HasRoom(acknowledged: true), _queue.HasRoom(acknowledged: false)));
        var room = _queue.RoomAsync();
        Assert.False(room.IsCompleted);

        _queue.Exchange(new FixBatch());

        Assert.True(room.IsCompleted);
        Assert.True(_queue.HasRoom(acknowledged: true));
    }

    [Fact]
    public void What_arrives_is_waited_for()
    {
        Assert.False(_queue.ArrivedAsync(default).IsCompleted);
        _queue.Offer(Fixes("a", 1), Now);
        Assert.True(_queue.ArrivedAsync(default).IsCompleted);

        _queue.Exchange(new FixBatch());

        Assert.False(_queue.ArrivedAsync(default).IsCompleted);
    }

    void IFixSender.Durable(int receipt) => throw new NotSupportedException();

    private static Fix[] Fixes(string device, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Fix(
            new Device(DeviceKind.Vehicle, device), Now + Duration.FromSeconds(i), GeoPoint.At(latitude: 28.6, longitude: 115.8))),
    ];
}
