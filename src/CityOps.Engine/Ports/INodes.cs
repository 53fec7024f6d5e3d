namespace CityOps.Engine.Ports;

/// <summary>
/// The nodes that run on one database and so are one cluster. They find each other there, in whatever order they start, and there it
/// is said for good that a node is out: it writes nothing after that. Thread-safe.
/// </summary>
public interface INodes
{
    /// <summary>This node's name; null for an engine that is alone.</summary>
    string? Name { get; }

    /// <summary>True if no other engine ran on the data when this one started.</summary>
    bool IsFirst { get; }

    /// <summary>
    /// False while this node does not know for sure that the others count it in: what its entities have in memory may be of the past.
    /// </summary>
    bool IsSure { get; }

    /// <summary>Asks for a way into the cluster.</summary>
    /// <param name="self">This node, as others reach it.</param>
    /// <param name="cancel">Ends the asking.</param>
    /// <returns>The addresses of those that are in it; none where this node is the first, and is in it from now on.</returns>
    Task<IReadOnlyList<string>> EnterAsync(NodeAddress self, CancellationToken cancel);

    /// <summary>This node is in: others may come in through it.</summary>
    Task EnteredAsync(CancellationToken cancel);

    /// <summary>Says that this node will leave: others take over what it has.</summary>
    Task LeaveAsync(CancellationToken cancel);

    /// <summary>The addresses of those that have said so and are still there.</summary>
    Task<IReadOnlyList<string>> LeavingAsync(CancellationToken cancel);

    /// <summary>True if nobody has the node's name any more, or another run of it has: the session that holds it ends with the process.</summary>
    Task<bool> HasEndedAsync(NodeAddress node, CancellationToken cancel);

    /// <summary>Says for good that a node is out; when the task completes, it writes nothing any more. One that has come again is another.</summary>
    Task ShutOutAsync(NodeAddress node, CancellationToken cancel);
}

/// <summary>A node that runs.</summary>
/// <param name="Address">Where others reach it.</param>
/// <param name="Run">Tells it from the ones that ran there before.</param>
public readonly record struct NodeAddress(string Address, long Run);
