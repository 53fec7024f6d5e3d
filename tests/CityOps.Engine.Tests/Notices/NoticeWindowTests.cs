using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Tests.Notices;

public sealed class NoticeWindowTests
{
    private static readonly NoticeWindow Minute = new(Duration.FromMinutes(1));
    private static readonly Instant Nine = Instant.FromUtc(2026, 3, 2, 1, 0);

    private static readonly CaseNotice Handling = new(
        CaseId.Parse("C20260302aaaaaaaaaa"), Nine, new NoticeSubject(NoticeKind.Urge, NoticeTopic.Handle, "due", LimitPhase.Due),
        new Recipient(Roles.Handler, "360102", "roads"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(59_999, 0)]
    [InlineData(60_000, 60)]
    [InlineData(-1, -60)]
    public void A_window_begins_on_the_raster(int milliseconds, int seconds) => Assert.Equal(
        Nine + Duration.FromSeconds(seconds), Minute.StartOf(Nine + Duration.FromMilliseconds(milliseconds)));

    [Fact]
    public void Moments_before_1970_have_windows_too() => Assert.Equal(
        Instant.FromUnixTimeSeconds(-60), Minute.StartOf(Instant.FromUnixTimeSeconds(-1)));

    [Fact]
    public void Other_cases_of_the_same_window_come_to_the_same_notice() => Assert.Equal(
        Minute.IdOf(Handling),
        Minute.IdOf(Handling with
        {
            Case = CaseId.Parse("C20260302bbbbbbbbbb"), At = Nine + Duration.FromSeconds(59), Due = Nine - Duration.FromHours(1),
        }));

    [Fact]
    public void Whatever_else_differs_makes_another_notice()
    {
        CaseNotice[] others =
        [
            Handling with { At = Nine + Duration.FromMinutes(1) },
            Handling with { Subject = Handling.Subject with { Kind = NoticeKind.Notify } },
            Handling with { Subject = Handling.Subject with { Topic = NoticeTopic.Accept } },
            Handling with { Subject = Handling.Subject with { Step = "near" } },
            Handling with { Subject = Handling.Subject with { Phase = LimitPhase.After } },
            Handling with { To = Handling.To with { Roles = Roles.Leader } },
            Handling with { To = Handling.To with { Jurisdiction = null } },
            Handling with { To = Handling.To with { Department = "lights" } },
            Handling with { To = Handling.To with { Collector = "c1" } },
        ];

        Assert.Equal(others.Length + 1, others.Append(Handling).Select(Minute.IdOf).Distinct().Count());
        Assert.True(Identifier.IsValid(Minute.IdOf(Handling)));
    }

    [Fact]
    public void Every_notice_has_words_in_both_languages()
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var subjects =
            from kind in Enum.GetValues<NoticeKind>()
            from topic in Enum.GetValues<NoticeTopic>()
            where kind == NoticeKind.Decide ? topic > NoticeTopic.Case : topic <= NoticeTopic.Case
            from phase in topic < NoticeTopic.Case ? Enum.GetValues<LimitPhase>().Cast<LimitPhase?>() : [null]
            select new NoticeSubject(kind, topic, "s", phase);

        var texts = subjects.Select(s => NoticeText.Of(Row(s), zone)).ToList();

        Assert.Equal(new Name(
            "提醒：核实将于 2026-03-02 09:00 到期（1 件：C20260302aaaaaaaaaa）",
            "Reminder: verification is due at 2026-03-02 09:00 (case C20260302aaaaaaaaaa)"), texts[0]);
        Assert.All(texts, t => Assert.True(t.Zh.Length > 20 && t.En.Length > 20));
    }

    private static NoticeRow Row(NoticeSubject subject) =>
        new("N1", subject, Handling.To, 1, ["C20260302aaaaaaaaaa"], Nine, Nine, Nine, Nine + Minute.Length);
}
