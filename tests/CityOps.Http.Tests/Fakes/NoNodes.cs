using CityOps.Engine.Ports;

namespace CityOps.Http.Tests.Fakes;

/// <summary>An engine that is alone.</summary>
internal sealed class NoNodes : INodes
{
    public string? Name => null;

    public bool IsFirst => true;

    public bool IsSure => true;

    public Task<IReadOnlyList<string>> EnterAsync(NodeAddress self, CancellationToken cancel) => throw new NotSupportedException();

    public Task EnteredAsync(CancellationToken cancel) => throw new NotSupportedException();

    public Task LeaveAsync(CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> LeavingAsync(CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> HasEndedAsync(NodeAddress node, CancellationToken cancel) => throw new NotSupportedException();

    public Task ShutOutAsync(NodeAddress node, CancellationToken cancel) => throw new NotSupportedException();
}
