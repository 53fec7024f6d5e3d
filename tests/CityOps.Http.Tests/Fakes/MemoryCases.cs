using System.Collections.Concurrent;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Cases in memory under the real rules.</summary>
internal sealed class MemoryCases(CityConfiguration city, TimeProvider clock) : ICaseGateway, IJournalReader
{
    private readonly CaseDecider _decider = new(city);
    private readonly Dictionary<string, List<CaseEvent>> _events = [];
    private readonly Lock _gate = new();

    /// <summary>Set, everything is answered by this refusal.</summary>
    public Rejection? Refusal { get; set; }

    /// <summary>Set, everything fails.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Every command that came, by case.</summary>
    public ConcurrentQueue<CaseCommand> Commands { get; } = new();

    public Task<Answer<CaseView>> ReportAsync(Report report, Origin origin, CancellationToken cancel)
    {
        var zone = DateTimeZoneProviders.Tzdb[city.Zone];
        var id = CaseId.Of(report.ObservedAt.InZone(zone).Date, report.Channel, report.Source);
        return SendAsync(new ReportCase(id, origin, report), cancel);
    }

    public Task<Answer<CaseView>> SendAsync(CaseCommand command, CancellationToken cancel)
    {
        Commands.Enqueue(command);
        lock (_gate)
        {
            return Task.FromResult(Stopped() ?? Handle(command));
        }
    }

    public Task<Answer<CaseView>> GetAsync(CaseId id, Actor caller, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(Stopped() ?? View(id, caller, false));
        }
    }

    public Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(
        string persistenceId, long first, long last, CancellationToken cancel)
    {
        lock (_gate)
        {
            var events = _events.GetValueOrDefault(persistenceId["case-".Length..]) ?? [];
            return Task.FromResult<IReadOnlyList<JournalledEvent>>(
            [
                .. events.Select((e, i) => new JournalledEvent(i + 1, persistenceId, i + 1, e.Stamp.At, e))
                    .Where(e => e.Sequence >= first && e.Sequence <= last),
            ]);
        }
    }

    public Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<long> NewestAsync(CancellationToken cancel) => Task.FromResult((long)_events.Values.Sum(e => e.Count));

    public Task<Instant?> WrittenAfterAsync(long ordering, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlySet<string>?> WritersAsync(CancellationToken cancel) => throw new NotSupportedException();

    private Answer<CaseView>? Stopped() =>
        Fault is { } fault ? throw fault : Refusal is { } reason ? new Answer<CaseView>.Refused(reason) : null;

    private Answer<CaseView> Handle(CaseCommand command)
    {
        var now = clock.GetCurrentInstant();
        switch (_decider.Decide(State(command.Case), command, now))
        {
            case Decision<CaseEvent>.Accepted { Events.Count: > 0 } when (command as CaseActCommand)?.Expected is { } expected
                && expected != (_events.GetValueOrDefault(command.Case.Value)?.Count ?? 0):
                return new Answer<CaseView>.Refused(EngineRejections.VersionDiffers("case"));
            case Decision<CaseEvent>.Accepted accepted:
                if (!_events.TryGetValue(command.Case.Value, out var events))
                {
                    _events[command.Case.Value] = events = [];
                }

                events.AddRange(accepted.Events);
                return View(command.Case, command.Origin.By, accepted.Events.Count == 0);
            case Decision<CaseEvent>.Rejected rejected:
                return new Answer<CaseView>.Refused(rejected.Reason);
            default:
                throw new InvalidOperationException();
        }
    }

    private Answer<CaseView> View(CaseId id, Actor caller, bool repeated) =>
        CaseView.Of(State(id), _events.GetValueOrDefault(id.Value)?.Count ?? 0, caller, city, clock.GetCurrentInstant()) is { } view
            ? new Answer<CaseView>.Done(view, repeated)
            : new Answer<CaseView>.Refused(CaseRejections.NotFound);

    private Case State(CaseId id) =>
        (_events.GetValueOrDefault(id.Value) ?? []).Aggregate(_decider.Initial, _decider.Evolve);
}
