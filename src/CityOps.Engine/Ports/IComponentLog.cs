using CityOps.Domain.Components;

namespace CityOps.Engine.Ports;

/// <summary>The changes of components as they were registered, for ever. Thread-safe.</summary>
public interface IComponentLog
{
    /// <summary>The last change of every component that has one.</summary>
    Task<IReadOnlyList<ComponentChange>> NewestAsync(CancellationToken cancel);

    /// <summary>Keeps a change: it is on disk afterwards.</summary>
    Task AppendAsync(ComponentChange change, CancellationToken cancel);

    /// <summary>The change that a request of someone led to; null where none did.</summary>
    Task<ComponentChange?> FindAsync(string by, string commandId, CancellationToken cancel);

    /// <summary>Changes of a component before a version, the newest first.</summary>
    Task<IReadOnlyList<ComponentChange>> OfAsync(string code, long before, int limit, CancellationToken cancel);
}
