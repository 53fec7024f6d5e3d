using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Engine.Tests.Hosting;
using NodaTime;

namespace CityOps.Engine.Tests.Deadlines;

/// <summary>The tiny city with limits that run day and night: filing 1 hour, handling 4; steps at the limit and an hour after it.</summary>
internal static class DeadlineCity
{
    public static CityConfiguration Configuration { get; } = With(LimitClock.ContinuousHours, Calendar("1"));

    /// <summary>All limits on one clock.</summary>
    public static CityConfiguration With(LimitClock clock, WorkingCalendar calendar)
    {
        var hour = new TimeLimit(1, clock);
        var category = TinyCity.Configuration.Categories.Values.Single();
        category = category with
        {
            Limits = new StageLimits(hour, hour, hour, hour, hour, hour),
            Conditions = [category.Conditions[0] with { Limit = new TimeLimit(4, clock) }],
        };
        return TinyCity.Configuration with
        {
            Categories = new Dictionary<(CategoryKind, string), Category> { [(category.Kind, category.Code)] = category },
            Calendars = new CalendarBook(calendar),
            Escalation = new EscalationPolicy(0.75m,
            [
                new EscalationRule([], [],
                [
                    new EscalationStep("due", new AtShare(1), []),
                    new EscalationStep("hour", new AtOffset(Duration.FromHours(1)), []),
                ]),
            ]),
        };
    }

    public static WorkingCalendar Calendar(string version, params Holiday[] holidays) => new(
        version, new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"], Holidays = [.. holidays] });
}
