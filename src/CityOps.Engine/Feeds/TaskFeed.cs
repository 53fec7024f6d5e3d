using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Grids;
using CityOps.Engine.Cases;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>
/// Carries tasks from the grid that gave them to the case, the collector and the handset, in this order: when a collector can
/// answer, the case knows whose answer it waits for.
/// </summary>
internal sealed class TaskFeed(Func<ICaseGateway> cases, Func<IDeviceGateway> devices, Func<IHandsets> handsets) : IFeed
{
    private static readonly Actor Self = new("feed-tasks", Roles.System);

    public string Name => "tasks";

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["grid", "collector"];

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) =>
        Task.WhenAll(events.GroupBy(e => e.PersistenceId).Select(own => CarryAsync(own, cancel)));

    private async Task CarryAsync(IEnumerable<JournalledEvent> events, CancellationToken cancel)
    {
        foreach (var e in events)
        {
            switch (e.Event)
            {
                case TaskGivenInGrid given:
                    await TellCaseAsync(given.Offer.Id, given.Collector, OriginOf(e, given.Stamp), cancel);
                    await LeaveAsync(given.From, given.Offer.Id, given, e, TaskEnd.HandedOn, cancel);
                    await TellAsync(new TakeTask(given.Collector, OriginOf(e, given.Stamp), InHand(given, e)), cancel);
                    break;
                case TaskWaitsInGrid { From: { } from } waits:
                    await TellCaseAsync(waits.Offer.Id, null, OriginOf(e, waits.Stamp), cancel);
                    await LeaveAsync(from, waits.Offer.Id, waits, e, TaskEnd.HandedOn, cancel);
                    break;
                case TaskEndedInGrid ended:
                    await LeaveAsync(
                        ended.Collector, ended.Task, ended, e, ended.Answered ? TaskEnd.Answered : TaskEnd.Withdrawn, cancel);
                    break;
                case TaskTaken taken:
                    await SendAsync(taken, cancel);
                    break;
                case TaskLeft { End: not TaskEnd.Answered } left:
                    await handsets().SendAsync(
                        left.Collector, new TaskGone($"{left.Task}.{left.News.Number}", left.Stamp.At, left.Task, left.End), cancel);
                    break;
            }
        }
    }

    private async Task TellCaseAsync(string task, string? collector, Origin origin, CancellationToken cancel)
    {
        if (CaseTask.TryCaseOf(task, out var id))
        {
            (await cases().SendAsync(new NoteTaskGiven(id, origin, task, collector), cancel)).MustBeTaken($"Case {id}");
        }
    }

    private Task LeaveAsync(
        string? collector, string task, GridEvent cause, JournalledEvent e, TaskEnd end, CancellationToken cancel) =>
        collector is null
            ? Task.CompletedTask
            : TellAsync(new LeaveTask(collector, OriginOf(e, cause.Stamp), task, new GridNews(cause.Grid, e.Sequence), end), cancel);

    private async Task TellAsync(CollectorCommand command, CancellationToken cancel) =>
        (await devices().SendAsync(command, cancel)).MustBeTaken($"Collector {command.Collector}");

    /// <summary>What was handed on meanwhile is not sent any more.</summary>
    private async Task SendAsync(TaskTaken taken, CancellationToken cancel)
    {
        var answer = await devices().GetAsync(new Device(DeviceKind.Collector, taken.Collector), cancel);
        answer.MustBeTaken($"Collector {taken.Collector}");
        if (answer is Answer<DeviceView>.Done { View: var view } && view.Tasks.Contains(taken.Task))
        {
            await handsets().SendAsync(taken.Collector, HandsetCommand.For(taken.Task), cancel);
        }
    }

    private static TaskInHand InHand(TaskGivenInGrid given, JournalledEvent e) =>
        CaseTask.TryCaseOf(given.Offer.Id, out var id)
            ? new TaskInHand(
                given.Offer.Id, given.Offer.Kind, id, new GridNews(given.Grid, e.Sequence), given.Stamp.At, given.Due,
                given.Offer.Place, given.Offer.Text)
            : throw new InvalidOperationException($"'{given.Offer.Id}' is no task's id.");

    private static Origin OriginOf(JournalledEvent e, Stamp cause) =>
        new(Self, Channel.System, $"{e.PersistenceId}:{e.Sequence}", cause.At);
}
