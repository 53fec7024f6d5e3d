using System.Collections.Concurrent;
using System.Diagnostics;

namespace CityOps.Engine;

/// <summary>
/// The spans of a command on its way: asked, decided at its entity, journalled. All of it is null, and nothing is allocated, while
/// nobody listens. Thread-safe.
/// </summary>
public static class EngineTracing
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "CityOps.Engine";

    private static readonly ActivitySource Source = new(SourceName);

    // An entity decides one command at a time. Beside the entities, of which there are hundreds of thousands.
    private static readonly ConcurrentDictionary<string, Activity> Deciding = new();

    /// <summary>A command on its way to its entity and back, however often it is sent. What nobody outside asked for has no trace.</summary>
    internal static Activity? Ask(object command) =>
        Activity.Current is { Recorded: true } ? Source.StartActivity($"ask {command.GetType().Name}", ActivityKind.Client) : null;

    /// <summary>The command is at its entity, on this node or another, until what it leads to is in the journal.</summary>
    /// <param name="entity">The kind of the entity.</param>
    /// <param name="persistenceId">The entity.</param>
    /// <param name="command">The command.</param>
    /// <param name="trace">The span that asks.</param>
    internal static void Decide(string entity, string persistenceId, object command, string? trace)
    {
        if (trace is null || !Source.HasListeners() || !ActivityContext.TryParse(trace, null, isRemote: true, out var asking))
        {
            return;
        }

        var before = Activity.Current;
        if (Source.StartActivity($"decide {command.GetType().Name}", ActivityKind.Server, asking) is { } deciding)
        {
            deciding.SetTag("cityops.entity", entity).SetTag("cityops.id", persistenceId);
            if (Deciding.TryRemove(persistenceId, out var earlier))
            {
                // That one still waits for its commit while this one comes, perhaps the same once more: a span without an end is told to nobody.
                earlier.Dispose();
            }

            Deciding[persistenceId] = deciding;
        }

        Activity.Current = before;
    }

    /// <summary>Its events wait for their commit, until the span is disposed of. Without a status of its own they are not there.</summary>
    internal static Activity? Journal(string persistenceId, int events)
    {
        if (!Source.HasListeners() || !Deciding.TryGetValue(persistenceId, out var deciding))
        {
            return null;
        }

        var writing = Source.StartActivity("journal", ActivityKind.Internal, deciding.Context);
        return writing?.SetStatus(ActivityStatusCode.Error).SetTag("cityops.id", persistenceId).SetTag("cityops.events", events);
    }

    /// <summary>What is logged now is about the command that the entity decides.</summary>
    internal static void Resume(string persistenceId)
    {
        if (Source.HasListeners() && Deciding.TryGetValue(persistenceId, out var deciding))
        {
            Activity.Current = deciding;
        }
    }

    /// <summary>The command has come to its end.</summary>
    internal static void Decided(string persistenceId, string outcome)
    {
        if (Source.HasListeners() && Deciding.TryRemove(persistenceId, out var deciding))
        {
            deciding.SetTag("cityops.outcome", outcome);
            deciding.SetStatus(outcome == "unavailable" ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
            deciding.Dispose();
        }
    }
}
