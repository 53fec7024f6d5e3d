using CityOps.Domain.Components;

namespace CityOps.Engine.Ports;

/// <summary>The changes of components as they were registered, for ever. Thread-safe.</summary>
public interface IComponentLog
{
    /// <summary>The last change of every component that has one.</summary>
    Task<IReadOnlyList<NumberedChange>> NewestAsync(CancellationToken cancel);

    /// <summary>The changes above a number, in the order of their numbers.</summary>
    Task<IReadOnlyList<NumberedChange>> AfterAsync(long number, CancellationToken cancel);

    /// <summary>Keeps a change: it is on disk afterwards.</summary>
    /// <returns>False if its version or its request is there already, by another node; then it is not kept.</returns>
    Task<bool> AppendAsync(ComponentChange change, CancellationToken cancel);

    /// <summary>The change that a request of someone led to; null where none did.</summary>
    Task<ComponentChange?> FindAsync(string by, string commandId, CancellationToken cancel);

    /// <summary>Changes of a component before a version, the newest first.</summary>
    Task<IReadOnlyList<ComponentChange>> OfAsync(string code, long before, int limit, CancellationToken cancel);
}

/// <summary>A change with its number among those of all components; of two that are registered at once the lower one may come later.</summary>
public sealed record NumberedChange(long Number, ComponentChange Change);
