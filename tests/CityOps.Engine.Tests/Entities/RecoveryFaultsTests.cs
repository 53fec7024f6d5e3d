using CityOps.Engine.Entities;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Engine.Tests.Entities;

public sealed class RecoveryFaultsTests
{
    [Fact]
    public void An_entity_that_cannot_be_recovered_is_told_of_once_a_minute_however_often_it_is_tried()
    {
        var clock = new FakeTimeProvider();
        var faults = new RecoveryFaults(clock);
        Assert.True(faults.IsToTell("vehicle-v1"));
        Assert.True(faults.IsToTell("vehicle-v2"));

        clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(faults.IsToTell("vehicle-v1"));

        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(faults.IsToTell("vehicle-v1"));
        Assert.False(faults.IsToTell("vehicle-v1"));
    }
}
