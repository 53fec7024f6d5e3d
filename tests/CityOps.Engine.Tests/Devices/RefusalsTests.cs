using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Tests.Devices;

public sealed class RefusalsTests
{
    private readonly Refusals _refusals = new();

    [Fact]
    public void The_newest_come_first_and_no_more_than_asked_for()
    {
        Note(3);

        Assert.Equal(["code2", "code1"], _refusals.Recent(null, 2).Select(r => r.Code));
    }

    [Fact]
    public void The_oldest_are_forgotten_where_there_are_too_many()
    {
        Note(Refusals.Capacity + 1);

        var kept = _refusals.Recent(null, int.MaxValue);

        Assert.Equal(Refusals.Capacity, kept.Count);
        Assert.Equal("code1", kept[^1].Code);
    }

    [Fact]
    public void A_device_is_found_by_its_whole_name_or_its_id_and_by_nothing_less()
    {
        Note(1);

        Assert.Single(_refusals.Recent("collectors/c10", 10));
        Assert.Single(_refusals.Recent("c10", 10));
        Assert.Empty(_refusals.Recent("10", 10));
        Assert.Empty(_refusals.Recent("vehicles/c10", 10));
    }

    [Fact]
    public void Nothing_is_lost_when_many_note_at_once()
    {
        Parallel.For(0, 1000, i => Note(1));

        Assert.Equal(1000, _refusals.Recent(null, int.MaxValue).Count);
    }

    private void Note(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _refusals.Note(new Refusal(Instant.MinValue, "collectors/c10", "topic", $"code{i}", "Why.", null));
        }
    }
}
