using System.Collections.Concurrent;
using CityOps.Domain.Cases;

namespace CityOps.Engine.Cases;

/// <summary>
/// The states of the cases that are in memory here. Each is published by its actor before it answers what has changed it, and so a read
/// sees every act that was answered. Read from here, a case costs no message: an ask leaves its traces in the actor, and after a
/// hundred thousand different ones the garbage collector has to go through all of them. Thread-safe.
/// </summary>
internal sealed class PublishedCases
{
    private readonly ConcurrentDictionary<string, PublishedCase> _cases = new(StringComparer.Ordinal);

    /// <summary>The case as its last answered act left it; null where its actor is not in memory here.</summary>
    public PublishedCase? Find(CaseId id) => _cases.GetValueOrDefault(id.Value);

    public void Publish(string id, Case state, long sequence) => _cases[id] = new PublishedCase(state, sequence);

    /// <summary>The actor ends: only its journal knows now how the case goes on.</summary>
    public void Withdraw(string id) => _cases.TryRemove(id, out _);
}

/// <summary>A state and the number of events that led to it.</summary>
internal sealed record PublishedCase(Case State, long Sequence);
