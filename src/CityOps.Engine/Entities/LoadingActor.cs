using Akka.Actor;

namespace CityOps.Engine.Entities;

/// <summary>
/// An entity that reads something beside its journal when it wakes. What comes meanwhile waits; if it cannot be read, the
/// entity goes on without it, since all of it comes again with the next fixes.
/// </summary>
internal abstract class LoadingActor<TState, TCommand, TEvent, TView, TLoaded>(
    EntityShell<TState, TCommand, TEvent> shell, string id)
    : EntityActor<TState, TCommand, TEvent, TView>(shell, id)
    where TCommand : notnull
    where TEvent : notnull
    where TView : class
{
    private bool _isLoaded;

    protected abstract Task<TLoaded> LoadAsync();

    protected abstract void OnLoaded(TLoaded loaded);

    protected sealed override void OnReplaySuccess() =>
        LoadAsync().PipeTo(Self, success: loaded => new Loaded(loaded), failure: e => new Status.Failure(e));

    protected sealed override void OnCommand(object message)
    {
        switch (message)
        {
            case Loaded loaded:
                OnLoaded(loaded.Value);
                Begin();
                break;
            case Status.Failure failure when !_isLoaded:
                Logger.LoadFailed(failure.Cause, PersistenceId);
                Begin();
                break;
            case var _ when !_isLoaded:
                Stash.Stash();
                break;
            default:
                base.OnCommand(message);
                break;
        }
    }

    private void Begin()
    {
        _isLoaded = true;
        Stash.UnstashAll();
    }

    private sealed record Loaded(TLoaded Value);
}
