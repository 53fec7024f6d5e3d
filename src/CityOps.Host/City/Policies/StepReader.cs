using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Policies;

/// <summary>Reads a step: when it is taken, and what it does.</summary>
internal static class StepReader
{
    private const string DeadlineItself = "due";
    private const decimal MostShare = 10;
    private const decimal MostMinutes = 60 * 24 * 31;

    private static readonly string[] Times = ["share", "minutesBefore", "minutesAfter"];

    /// <param name="record">The step.</param>
    /// <param name="ruleId">The rule that it names.</param>
    /// <param name="rule">That rule, with the steps in front of this one; null if it is not sound.</param>
    public static ReadStep Read(Record record, string ruleId, ReadRule? rule)
    {
        var id = record.Id("id");
        record.Feature = $"{ruleId}/{id}";
        var time = Time(record);
        var actions = ActionReader.Read(record, rule?.Rule.Stages);
        record.NoMore();
        if (id == DeadlineItself && time is not AtShare { Share: 1 })
        {
            record.Fault($"The step '{id}' is not at the limit", "Give it the share 1, or another id");
        }

        if (time is not null && rule?.Steps.LastOrDefault(s => !MayFollow(s.Step.When, time)) is { } before)
        {
            record.Fault($"The step comes before '{before.Id}' of line {before.Line}", "Put the steps of a rule in the order of time");
        }

        return new ReadStep(id, new EscalationStep(id, time ?? new AtShare(1), actions), record.Line);
    }

    private static EscalationTime? Time(Record record)
    {
        var given = Times.Where(record.Has).ToList();
        if (given is not [var field])
        {
            record.Fault(
                given.Count == 0 ? "The step has no time" : $"The step has {given.Count} times",
                $"Give one of {string.Join(", ", Times)}");
            given.ForEach(extra => record.Number(extra));
            return null;
        }

        var most = field == "share" ? MostShare : MostMinutes;
        var number = record.Number(field);
        if (number is <= 0 || number > most)
        {
            record.Fault($"The step cannot be taken at '{field}' {number}", $"Give a number above 0, at most {most}");
            return null;
        }

        return (field, number) switch
        {
            (_, null) => null,
            ("share", { } share) => new AtShare(share),
            ("minutesBefore", { } minutes) => new AtOffset(-Duration.FromMinutes((double)minutes)),
            (_, { } minutes) => new AtOffset(Duration.FromMinutes((double)minutes)),
        };
    }

    /// <summary>
    /// False if the step is not later than the one in front of it. A share and minutes cannot be compared where both lie on the
    /// same side of the limit: that depends on how long it is.
    /// </summary>
    private static bool MayFollow(EscalationTime before, EscalationTime after) => (before, after) switch
    {
        (AtShare b, AtShare a) => a.Share > b.Share,
        (AtOffset b, AtOffset a) => a.FromDue > b.FromDue,
        _ => Side(before) < Side(after) || (Side(before) == Side(after) && Side(after) != 0),
    };

    /// <summary>Below zero before the limit, zero at it, above zero after it.</summary>
    private static int Side(EscalationTime time) => time switch
    {
        AtShare share => share.Share.CompareTo(1),
        AtOffset offset => offset.FromDue.CompareTo(Duration.Zero),
        _ => 0,
    };
}
