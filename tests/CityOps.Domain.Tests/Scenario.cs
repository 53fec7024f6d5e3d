using NodaTime;

namespace CityOps.Domain.Tests;

/// <summary>
/// What is given, what is done, what then holds. What was decided is also replayed, so that decide and evolve cannot drift apart.
/// </summary>
internal sealed class Scenario<TState, TCommand, TEvent>(IDecider<TState, TCommand, TEvent> decider, TState state, Instant now)
{
    public Scenario(IDecider<TState, TCommand, TEvent> decider, Instant now)
        : this(decider, decider.Initial, now)
    {
    }

    public TState State => state;

    public Scenario<TState, TCommand, TEvent> Given(params TEvent[] events) =>
        new(decider, events.Aggregate(state, decider.Evolve), now);

    public Scenario<TState, TCommand, TEvent> At(Instant then) => new(decider, state, then);

    /// <summary>What was done before, each command accepted with events.</summary>
    public Scenario<TState, TCommand, TEvent> Done(params TCommand[] commands) =>
        commands.Aggregate(this, (scenario, command) => scenario.When(command).ThenSomething());

    public Outcome When(TCommand command) => new(this, decider.Decide(state, command, now));

    internal sealed class Outcome(Scenario<TState, TCommand, TEvent> before, Decision<TEvent> decision)
    {
        /// <summary>The events, where it was accepted.</summary>
        public IReadOnlyList<TEvent> Events => Assert.IsType<Decision<TEvent>.Accepted>(decision).Events;

        /// <summary>Accepted with exactly these events, which can be replayed.</summary>
        public Scenario<TState, TCommand, TEvent> Then(params TEvent[] expected)
        {
            var accepted = Assert.IsType<Decision<TEvent>.Accepted>(decision);
            Assert.Equal(expected, accepted.Events);
            return before.Given([.. accepted.Events]);
        }

        /// <summary>Accepted with events, which can be replayed.</summary>
        public Scenario<TState, TCommand, TEvent> ThenSomething()
        {
            var accepted = Assert.IsType<Decision<TEvent>.Accepted>(decision);
            Assert.NotEmpty(accepted.Events);
            return before.Given([.. accepted.Events]);
        }

        /// <summary>Accepted with an event of this type, which can be replayed.</summary>
        public T ThenOne<T>()
            where T : TEvent
        {
            ThenSomething();
            return Assert.Single(((Decision<TEvent>.Accepted)decision).Events.OfType<T>());
        }

        /// <summary>Refused under this code.</summary>
        public Rejection ThenRefused(string code)
        {
            var reason = Assert.IsType<Decision<TEvent>.Rejected>(decision).Reason;
            Assert.Equal(code, reason.Code);
            return reason;
        }
    }
}
