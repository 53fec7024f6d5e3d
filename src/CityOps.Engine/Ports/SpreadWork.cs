namespace CityOps.Engine.Ports;

/// <summary>Work of so many pieces, each of which is done by one node of the cluster at a time, and by another where that ends.</summary>
/// <param name="Name">A name of its own, the same on all nodes.</param>
/// <param name="Pieces">How many pieces there are, the same on all nodes.</param>
/// <param name="Role">The role of the nodes that do it.</param>
/// <param name="RunAsync">Does a piece, counted from 0, until it is cancelled; what it throws has it done again.</param>
public sealed record SpreadWork(string Name, int Pieces, string Role, Func<int, CancellationToken, Task> RunAsync);
