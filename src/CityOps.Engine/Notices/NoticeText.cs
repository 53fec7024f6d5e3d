using System.Globalization;
using CityOps.Domain.City;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Notices;

/// <summary>A notice in words, in both languages.</summary>
public static class NoticeText
{
    private const int MostNamed = 3;

    private static readonly Dictionary<NoticeTopic, Name> Topics = new()
    {
        [NoticeTopic.Verify] = new("核实", "verification"),
        [NoticeTopic.File] = new("立案", "filing"),
        [NoticeTopic.Dispatch] = new("派遣", "dispatch"),
        [NoticeTopic.Accept] = new("受领", "acceptance"),
        [NoticeTopic.Handle] = new("处置", "handling"),
        [NoticeTopic.Inspect] = new("核查", "inspection"),
        [NoticeTopic.Close] = new("结案", "closing"),
        [NoticeTopic.Extension] = new("延期申请", "a request for more time"),
        [NoticeTopic.Suspension] = new("挂账申请", "a request to suspend"),
        [NoticeTopic.Return] = new("退回", "a return"),
        [NoticeTopic.Dispute] = new("争议", "a dispute"),
        [NoticeTopic.Appeal] = new("申诉", "an appeal"),
    };

    /// <summary>The notice as a sentence.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="zone">The city's time zone, for the time that it names.</param>
    public static Name Of(NoticeRow notice, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var (zh, en) = What(notice.Subject, Time(notice, zone));
        var more = notice.Count > Math.Min(MostNamed, notice.Cases.Count);
        var named = notice.Cases.Take(MostNamed).ToList();
        return new Name(
            $"{Kind(notice.Subject.Kind).Zh}：{zh}（{notice.Count} 件：{string.Join("、", named)}{(more ? " 等" : "")}）",
            $"{Kind(notice.Subject.Kind).En}: {en} ({(notice.Count == 1 ? "case" : $"{notice.Count} cases:")} "
            + $"{string.Join(", ", named)}{(more ? " …" : "")})");
    }

    private static Name What(NoticeSubject subject, string time) => subject switch
    {
        { Topic: NoticeTopic.Case, Kind: NoticeKind.Urge } => new("请尽快处置", "please get on with it"),
        { Topic: NoticeTopic.Case } => new("案件已列入督办", "a leader watches the case"),
        { Kind: NoticeKind.Decide } => new($"{Topics[subject.Topic].Zh}待审批", $"{Topics[subject.Topic].En} waits for a decision"),
        { Phase: LimitPhase.Before } => new($"{Topics[subject.Topic].Zh}将于 {time} 到期", $"{Topics[subject.Topic].En} is due at {time}"),
        { Phase: LimitPhase.Due } => new($"{Topics[subject.Topic].Zh}已于 {time} 到期", $"{Topics[subject.Topic].En} was due at {time}"),
        _ => new($"{Topics[subject.Topic].Zh}已超期，期限为 {time}", $"{Topics[subject.Topic].En} is late, it was due at {time}"),
    };

    private static Name Kind(NoticeKind kind) => kind switch
    {
        NoticeKind.Notify => new("提醒", "Reminder"),
        NoticeKind.Urge => new("催办", "Urgent"),
        NoticeKind.Raise => new("上报", "Raised"),
        NoticeKind.Supervise => new("督办", "Supervised"),
        _ => new("待办", "To decide"),
    };

    /// <summary>The first due time of all.</summary>
    private static string Time(NoticeRow notice, DateTimeZone zone) =>
        notice.Due?.InZone(zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
