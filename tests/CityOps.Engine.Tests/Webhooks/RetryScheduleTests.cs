using CityOps.Domain.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Notices;
using CityOps.Engine.Tests.Hosting;
using CityOps.Engine.Webhooks;
using NodaTime;

namespace CityOps.Engine.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly Instant Now = EngineRun.Start;

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 30)]
    [InlineData(5, 3600)]
    [InlineData(50, 3600)]
    public void A_failure_is_tried_again_ever_later_and_at_least_every_hour_or_so(int attempts, int seconds)
    {
        var first = Assert.IsType<DeliveryFate.Retried>(RetrySchedule.AfterFailure(Failed(attempts, Now), "no", Now, 0));
        var last = Assert.IsType<DeliveryFate.Retried>(RetrySchedule.AfterFailure(Failed(attempts, Now), "no", Now, 1));

        Assert.Equal(Duration.FromSeconds(seconds), first.Due - Now);
        Assert.Equal(Duration.FromSeconds(seconds * 1.25), last.Due - Now);
    }

    [Fact]
    public void What_has_failed_for_a_day_is_given_up_and_not_before()
    {
        var dayAgo = Now - Duration.FromHours(24);

        Assert.IsType<DeliveryFate.Buried>(RetrySchedule.AfterFailure(Failed(30, dayAgo), "no", Now, 0));
        Assert.IsType<DeliveryFate.Retried>(
            RetrySchedule.AfterFailure(Failed(30, dayAgo + Duration.FromSeconds(1)), "no", Now, 0));
    }

    private static Delivery Failed(int attempts, Instant first)
    {
        var report = EngineRun.ReportAt(0, "m-1");
        var id = CaseId.Of(new LocalDate(2026, 3, 1), report.Channel, report.Source);
        return new Delivery(1, "w", new CaseChange(id, 1, "reported", Now, null, new CaseOutline(
            Stage.Reported, report.Kind, report.Category, null, report.Place, report.UnitGrid, report.Beat, CaseWhereabouts.Unknown)),
            attempts, first, null);
    }
}
