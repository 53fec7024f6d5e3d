using NodaTime;

namespace CityOps.Domain;

/// <summary>The rules of one kind of entity as two pure functions over immutable state.</summary>
public interface IDecider<TState, in TCommand, TEvent>
{
    /// <summary>The state of an entity of which nothing is known yet.</summary>
    TState Initial { get; }

    /// <summary>What the command leads to: events to keep, or a refusal. Reads no clock and does no I/O.</summary>
    Decision<TEvent> Decide(TState state, TCommand command, Instant now);

    /// <summary>The state after an event that was decided before. Throws for an event that cannot follow the state.</summary>
    TState Evolve(TState state, TEvent @event);
}

/// <summary>The outcome of a rule: accepted with its events, or rejected with a reason.</summary>
public abstract record Decision<TEvent>
{
    private Decision()
    {
    }

    /// <summary>The events to keep, in order. None: the command was carried out before, and this answers its retry.</summary>
    public sealed record Accepted(IReadOnlyList<TEvent> Events) : Decision<TEvent>;

    /// <summary>Nothing happened, and why.</summary>
    public sealed record Rejected(Rejection Reason) : Decision<TEvent>;

    /// <summary>Accepted with the given events.</summary>
    public static Decision<TEvent> Accept(params IReadOnlyList<TEvent> events) => new Accepted(events);

    /// <summary>Rejected for the given reason.</summary>
    public static Decision<TEvent> Reject(Rejection reason) => new Rejected(reason);
}

/// <summary>Why a command or an input was refused. <paramref name="Code"/> is stable; programs may switch on it.</summary>
/// <param name="Kind">What went wrong in general; adapters choose their status by it.</param>
/// <param name="Code">A stable code, camelCase words with a dot: <c>case.notFound</c>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Field">The field at fault, if it is one.</param>
public sealed record Rejection(RejectionKind Kind, string Code, string Message, string? Field = null);

/// <summary>The general sort of a refusal.</summary>
public enum RejectionKind
{
    /// <summary>The input is wrong, whatever the state.</summary>
    Invalid,

    /// <summary>There is no such thing, or not for this caller.</summary>
    NotFound,

    /// <summary>The state does not allow it now.</summary>
    Conflict,

    /// <summary>The caller may not do it.</summary>
    Forbidden,

    /// <summary>The engine cannot answer now; the same command may be sent again.</summary>
    Unavailable,
}
