using System.Diagnostics;
using CityOps.Domain.Devices;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Ingest;

namespace CityOps.Telemetry.Tests.Ingest;

public sealed class TracingTests : IFixSender
{
    private static readonly Topic Topic = new(new Device(DeviceKind.Vehicle, "v0001"), TopicKind.Position);
    private int _receipt;

    [Fact]
    public void A_position_costs_nothing_while_nobody_records_spans()
    {
        Assert.Same(this, TelemetryTracing.Position(Topic, 1, this, share: 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = TelemetryTracing.Position(Topic, 1, this, share: 1);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_position_that_is_drawn_has_a_span_until_it_is_durable_and_is_acknowledged()
    {
        // Other tests have spans too, on threads of their own.
        var (ended, own) = (new List<string>(), Environment.CurrentManagedThreadId);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Environment.CurrentManagedThreadId == own)
                {
                    ended.Add(span.OperationName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        var drawn = Assert.IsType<TelemetryTracing.TracedSender>(TelemetryTracing.Position(Topic, 1, this, share: 1));
        Assert.Null(Activity.Current);
        drawn.Write();
        Assert.Empty(ended);
        drawn.Durable(7);

        Assert.Equal(["journal positions", TelemetryTracing.PositionSpan], ended);
        Assert.Equal(7, _receipt);
        Assert.Same(this, TelemetryTracing.Position(Topic, 1, this, share: 0));
    }

    void IFixSender.Durable(int receipt) => _receipt = receipt;
}
