using CityOps.Telemetry.Mqtt.Transport;

namespace CityOps.Telemetry.Tests.Mqtt.Transport;

/// <summary>In which order the engine acknowledges what a broker sends it.</summary>
public sealed class AcknowledgementOrderTests
{
    private readonly AcknowledgementOrder _order = new();
    private readonly List<ushort> _acknowledged = [];

    [Fact]
    public void What_is_done_early_waits_for_those_before_it()
    {
        Come(1, 2, 3);

        Done(3);
        Done(2);
        Assert.Empty(_acknowledged);

        Done(1);
        Assert.Equal([1, 2, 3], _acknowledged);
    }

    [Fact]
    public void What_is_done_in_its_turn_does_not_wait()
    {
        Come(7, 5);

        Done(7);
        Done(5);

        Assert.Equal([7, 5], _acknowledged);
    }

    [Fact]
    public void One_that_is_set_aside_keeps_nobody_waiting_and_is_acknowledged_when_it_is_done()
    {
        Come(1, 2, 3);
        Done(2);

        SetAside(1);
        Assert.Equal([2], _acknowledged);

        Done(1);
        Done(3);
        Assert.Equal([2, 1, 3], _acknowledged);
    }

    [Fact]
    public void One_in_the_middle_can_be_set_aside()
    {
        Come(1, 2, 3);
        SetAside(2);
        Done(2);
        Assert.Equal([2], _acknowledged);

        Done(3);
        Done(1);
        Assert.Equal([2, 1, 3], _acknowledged);
    }

    [Fact]
    public void What_is_done_already_is_not_set_aside()
    {
        Come(1, 2);
        Done(2);
        SetAside(2);
        Done(1);
        SetAside(1);

        // The broker may use an id again once it was acknowledged.
        Come(2, 1);
        Done(1);
        Assert.Equal([1, 2], _acknowledged);
        Done(2);
        Assert.Equal([1, 2, 2, 1], _acknowledged);
    }

    private void Come(params ushort[] ids) => Array.ForEach(ids, _order.Expect);

    private void Done(ushort id)
    {
        if (_order.Done(id))
        {
            _acknowledged.Add(id);
            TakeNext();
        }
    }

    private void SetAside(ushort id)
    {
        _order.SetAside(id);
        TakeNext();
    }

    private void TakeNext()
    {
        while (_order.TryNext(out var next))
        {
            _acknowledged.Add(next);
        }
    }
}
