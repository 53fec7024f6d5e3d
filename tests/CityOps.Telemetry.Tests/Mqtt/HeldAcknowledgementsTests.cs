using System.Net;
using CityOps.Telemetry.Mqtt;

namespace CityOps.Telemetry.Tests.Mqtt;

/// <summary>What the acknowledgements of a client wait for.</summary>
public sealed class HeldAcknowledgementsTests
{
    private static readonly IPEndPoint First = new(IPAddress.Loopback, 40_001);
    private static readonly IPEndPoint Second = new(IPAddress.Loopback, 40_002);
    private readonly HeldAcknowledgements _held = new();

    [Fact]
    public void Acknowledgements_wait_in_the_order_of_the_messages()
    {
        var (one, two) = (new TaskCompletionSource().Task, new TaskCompletionSource().Task);
        _held.Enter("c", First);

        _held.Hold("c", one);
        _held.Hold("c", two);

        Assert.Same(one, _held.Next("c"));
        Assert.Same(two, _held.Next("c"));
        Assert.True(_held.Next("c").IsCompletedSuccessfully);
    }

    [Fact]
    public void Nothing_is_kept_of_clients_that_have_gone()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _held.Enter($"random-{i}", First);
            _held.Hold($"random-{i}", Task.CompletedTask);
            _held.Leave($"random-{i}", First);
        }

        Assert.Equal(0, _held.Count);
    }

    [Fact]
    public void The_end_of_an_old_connection_takes_nothing_from_the_one_in_its_place()
    {
        var durable = new TaskCompletionSource().Task;
        _held.Enter("c", First);
        _held.Hold("c", new TaskCompletionSource().Task);
        _held.Enter("c", Second);
        _held.Hold("c", durable);

        _held.Leave("c", First);

        Assert.Same(durable, _held.Next("c"));
    }

    [Fact]
    public void A_connection_leaves_once_and_only_if_it_came()
    {
        Assert.False(_held.Leave("c", First));

        _held.Enter("c", First);

        Assert.False(_held.Leave("c", Second));
        Assert.True(_held.Leave("c", First));
        Assert.False(_held.Leave("c", First));
    }

    [Fact]
    public void A_connection_in_the_place_of_another_is_no_connection_more()
    {
        Assert.True(_held.Enter("c", First));
        Assert.False(_held.Enter("c", Second));
        Assert.True(_held.Leave("c", Second));
        Assert.True(_held.Enter("c", First));
    }

    [Fact]
    public void Nothing_is_held_for_a_client_that_is_not_there()
    {
        _held.Hold("c", new TaskCompletionSource().Task);

        Assert.Equal(0, _held.Count);
    }
}
