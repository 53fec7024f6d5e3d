using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using CityOps.Domain;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine.Entities;

/// <summary>
/// The shell around a decider: decide, persist all, then answer; nothing else. The one place where an entity is written.
/// </summary>
internal abstract class EntityActor<TState, TCommand, TEvent, TView> : UntypedPersistentActor
    where TCommand : notnull
    where TEvent : notnull
    where TView : class
{
    private static readonly Recovery FromEvents = new(SnapshotSelectionCriteria.None);

    private readonly EntityShell<TState, TCommand, TEvent> _shell;

    protected EntityActor(EntityShell<TState, TCommand, TEvent> shell, string id)
    {
        _shell = shell;
        Id = id;
        PersistenceId = $"{shell.Name}-{id}";
        State = shell.Decider.Initial;
    }

    public sealed override string PersistenceId { get; }

    protected string Id { get; }

    protected TState State { get; private set; }

    protected Instant Now => _shell.Clock.GetCurrentInstant();

    protected EngineMetrics Metrics => _shell.Metrics;

    protected ILogger Logger => _shell.Logger;

    /// <summary>The entity as the caller may see it, or null where nothing is known of it.</summary>
    protected abstract TView? View(Domain.Actor caller);

    protected abstract Origin OriginOf(TCommand command);

    /// <summary>The command with what the entity knows beside its journal and the decision needs.</summary>
    protected virtual TCommand Informed(TCommand command) => command;

    /// <summary>The version that the caller wants to change; another one refuses the command. Null: whatever the version.</summary>
    protected virtual long? ExpectedBy(TCommand command) => null;

    /// <summary>
    /// After how many events the state is kept beside the journal, so that to wake does not take longer and longer; null for never,
    /// where the journal comes to an end.
    /// </summary>
    protected virtual int? SnapshotEvery => null;

    /// <summary>Of what has no snapshots none is looked for.</summary>
    public sealed override Recovery Recovery => SnapshotEvery is null ? FromEvents : Recovery.Default;

    /// <summary>It leaves memory, or this node.</summary>
    protected virtual void OnStop() => Context.Stop(Self);

    /// <summary>For what an entity is told beside its commands. True if it was understood.</summary>
    protected virtual bool OnOther(object message) => false;

    /// <summary>The events of a command are in the journal and applied.</summary>
    protected virtual void OnPersisted()
    {
    }

    protected override void PreStart()
    {
        base.PreStart();
        _shell.Metrics.Entities(_shell.Name, 1);
    }

    protected override void PostStop()
    {
        _shell.Metrics.Entities(_shell.Name, -1);
        base.PostStop();
    }

    protected sealed override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: TState kept }:
                State = kept;
                break;
            case TEvent @event:
                State = _shell.Decider.Evolve(State, @event);
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case TCommand or Read when !_shell.Nodes.IsSure:
                // Another node may have the entity by now, and know more.
                Done(answer: true, "unavailable", new Answer<TView>.Refused(EngineRejections.Unavailable));
                break;
            case TCommand command:
                Handle(Informed(command), answer: true);
                break;
            case Read read:
                Sender.Tell(Answered(read.Caller, repeated: false));
                break;
            case StopEntity:
                OnStop();
                break;
            case SaveSnapshotSuccess { Metadata: var kept }:
                DeleteSnapshots(new SnapshotSelectionCriteria(kept.SequenceNr - 1));
                break;
            case SaveSnapshotFailure failure:
                // The next one makes up for it.
                _shell.Logger.SnapshotFailed(failure.Cause, PersistenceId);
                break;
            case DeleteSnapshotsSuccess or DeleteSnapshotsFailure:
                break;
            default:
                if (!OnOther(message))
                {
                    Unhandled(message);
                }

                break;
        }
    }

    /// <summary>Decides, persists and applies; then answers the sender if someone waits.</summary>
    protected void Handle(TCommand command, bool answer)
    {
        EngineTracing.Decide(_shell.Name, PersistenceId, command, OriginOf(command).Trace);
        var decision = _shell.Decider.Decide(State, command, Now);
        switch (decision)
        {
            case Decision<TEvent>.Rejected rejected:
                Done(answer, "refused", new Answer<TView>.Refused(rejected.Reason));
                break;
            case Decision<TEvent>.Accepted { Events.Count: 0 }:
                Done(answer, "repeated", Answered(OriginOf(command).By, repeated: true));
                break;
            case Decision<TEvent>.Accepted when ExpectedBy(command) is { } expected && expected != LastSequenceNr:
                Done(answer, "refused", new Answer<TView>.Refused(EngineRejections.VersionDiffers(_shell.Name)));
                break;
            case Decision<TEvent>.Accepted accepted:
                var left = accepted.Events.Count;
                PersistAll(accepted.Events, e =>
                {
                    State = _shell.Decider.Evolve(State, e);
                    if (SnapshotEvery is { } every && LastSequenceNr % every == 0)
                    {
                        SaveSnapshot(State);
                    }

                    if (--left == 0)
                    {
                        // Not with the answer: a command that waited may be answered before it, and has met the new state.
                        OnPersisted();
                    }
                });
                // Runs once every event above is in the journal.
                DeferAsync(command, c => Done(answer, "accepted", Answered(OriginOf(c).By, repeated: false)));
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        NotPersisted(cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        NotPersisted(cause);

        // The state may not go on without the event: recover from what the journal has.
        throw new InvalidOperationException($"The journal refused an event of {PersistenceId}.", cause);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        // While the journal is away one entity each second finds that out, and says so.
        if (reason is not OpenCircuitException && _shell.Faults.IsToTell(PersistenceId))
        {
            _shell.Logger.RecoveryFailed(reason, PersistenceId);
        }
    }

    private void NotPersisted(Exception cause)
    {
        EngineTracing.Resume(PersistenceId);
        _shell.Logger.PersistFailed(cause, PersistenceId);
        Done(answer: true, "unavailable", new Answer<TView>.Refused(EngineRejections.Unavailable));
    }

    private Answer<TView> Answered(Domain.Actor caller, bool repeated) => View(caller) is { } view
        ? new Answer<TView>.Done(view, repeated)
        : new Answer<TView>.Refused(EngineRejections.NotFound(_shell.Name));

    private void Done(bool answer, string outcome, Answer<TView> reply)
    {
        _shell.Metrics.Command(_shell.Name, outcome);
        EngineTracing.Decided(PersistenceId, outcome);
        if (answer)
        {
            Sender.Tell(reply);
        }
    }
}

/// <summary>What all entities of a kind share.</summary>
/// <param name="Name">The kind in metrics and persistence ids: <c>case</c>. On disk for ever.</param>
internal sealed record EntityShell<TState, TCommand, TEvent>(
    string Name,
    IDecider<TState, TCommand, TEvent> Decider,
    TimeProvider Clock,
    EngineMetrics Metrics,
    INodes Nodes,
    ILogger Logger)
{
    /// <summary>Those of the kind that could not be recovered.</summary>
    public RecoveryFaults Faults { get; } = new(Clock);
}
