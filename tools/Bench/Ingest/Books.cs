using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Ingest;

/// <summary>Checks that no fix is lost on the way: received = durable + refused + shed, durable = sum of outcomes.</summary>
internal sealed class Books(EngineProcess engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Counters _now = new();
    private double _received;
    private double _messages;
    private bool _balanced = true;

    /// <summary>Waits until what came in since the last time has been dealt with.</summary>
    /// <param name="fixes">How many fixes each message since then held; null where only the engine can say.</param>
    /// <returns>Whether they balance.</returns>
    public async Task<bool> SettleAsync(int? fixes)
    {
        var patience = Task.Delay(Patience);
        double messages;
        bool balanced;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            messages = _now.Messages();
            _now = await engine.CountersAsync();
            balanced = Received(fixes) == _now.Kept() && _now.Durable() == _now.Outcomes();
        }
        while ((!balanced || messages != _now.Messages()) && !patience.IsCompleted);
        _received = Received(fixes);
        _messages = _now.Messages();
        _balanced &= balanced;
        return balanced;
    }

    public void AddTo(Figures figures)
    {
        figures.Heading("The books, over all of the above");
        figures.Add("received", "received", _received, "fixes");
        figures.Add("durable", "durable", _now.Durable(), "fixes");
        figures.Add("refused", "refused", _now.Sum(BookNames.Received, "outcome=\"refused\""), "fixes");
        figures.Add("shed", "shed (QoS 0 only)", _now.Sum(BookNames.Received, "outcome=\"shed\""), "fixes");
        foreach (var outcome in new[] { "applied", "teleported", "late", "doubled" })
        {
            figures.Add(outcome, $"durable and {outcome}", _now.Sum(BookNames.Applied, $"outcome=\"{outcome}\""), "fixes");
        }

        figures.Add("commits", "group commits", _now.Sum($"{BookNames.Commits}_count"), "");
        figures.Add("commitMeanMs", "a group commit, mean", _now.Sum($"{BookNames.Commits}_sum") / _now.Sum($"{BookNames.Commits}_count"), "ms", 1);
        figures.Add("balanced", "received = durable + refused + shed, durable = outcomes", _balanced);
    }

    private double Received(int? fixes) => fixes is { } each ? _received + ((_now.Messages() - _messages) * each) : _now.Kept();
}

/// <summary>The counters of the books by their names.</summary>
internal static class BookNames
{
    public const string Received = "cityops_fixes_received_total";
    public const string Commits = "cityops_fixes_commit_milliseconds";
    public const string Applied = "cityops_fixes_total";

    public static double Messages(this Counters counters) => counters.Sum("cityops_mqtt_messages_total", "what=\"Position\"");

    public static LoadCount Load(this Counters counters, int fixes) =>
        new(counters.Durable(), counters.Messages() * fixes);

    public static double Kept(this Counters counters) => counters.Sum(Received);

    public static double Durable(this Counters counters) => counters.Sum(Received, "outcome=\"durable\"");

    public static double Outcomes(this Counters counters) => counters.Sum(Applied);
}
