using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Domain.Tests.Devices;

public sealed class PresenceRuleTests
{
    private static readonly Instant HeardAt = Instant.FromUtc(2026, 3, 1, 8, 0);

    [Theory]
    [InlineData(0, Presence.Online)]
    [InlineData(299, Presence.Online)]
    [InlineData(300, Presence.Silent)]
    [InlineData(1799, Presence.Silent)]
    [InlineData(1800, Presence.Offline)]
    public void A_device_without_a_word_is_silent_and_then_offline(int seconds, Presence presence) =>
        Assert.Equal(presence, PresenceRule.Default.Of(true, HeardAt, HeardAt + Duration.FromSeconds(seconds)));

    [Fact]
    public void One_that_said_that_it_goes_is_offline_at_once() =>
        Assert.Equal(Presence.Offline, PresenceRule.Default.Of(false, HeardAt, HeardAt));

    [Fact]
    public void One_that_was_never_heard_of_is_offline() =>
        Assert.Equal(Presence.Offline, PresenceRule.Default.Of(true, null, HeardAt));
}
