using CityOps.Telemetry.Mqtt.External;

namespace CityOps.Telemetry.Tests.Mqtt.External;

public sealed class BackOffTests
{
    [Theory]
    [InlineData(0.0, new[] { 0.125, 0.25, 0.5, 1, 2, 4, 8, 15, 15 })]
    [InlineData(1.0, new[] { 0.25, 0.5, 1, 2, 4, 8, 16, 30, 30 })]
    public void Pauses_double_up_to_half_a_minute_and_are_in_their_upper_half(double chance, double[] seconds)
    {
        var backOff = new BackOff(new Always(chance));

        Assert.Equal(seconds, seconds.Select(_ => backOff.Next().TotalSeconds));

        backOff.Reset();
        Assert.Equal(seconds[0], backOff.Next().TotalSeconds);
    }

    private sealed class Always(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
