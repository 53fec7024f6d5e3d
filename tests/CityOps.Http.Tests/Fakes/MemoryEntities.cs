using System.Collections.Concurrent;
using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Grids;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Grids;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Grids as a test has put them there.</summary>
internal sealed class MemoryGrids : IGridGateway
{
    public ConcurrentDictionary<string, GridView> Views { get; } = new();

    public Task<Answer<GridView>> SendAsync(GridCommand command, CancellationToken cancel) =>
        throw new NotSupportedException("The HTTP interface only reads grids.");

    public Task<Answer<GridView>> GetAsync(string code, CancellationToken cancel) => Task.FromResult<Answer<GridView>>(
        new Answer<GridView>.Done(Views.GetValueOrDefault(code) ?? Empty(code), false));

    private static GridView Empty(string code) => new(code, 0, [], new Dictionary<string, OpenCase>(), [], []);
}

/// <summary>Devices as a test has put them there.</summary>
internal sealed class MemoryDevices : IDeviceGateway
{
    private readonly ConcurrentDictionary<Device, DeviceView> _views = new();

    public void Put(DeviceView view) => _views[view.Device] = view;

    public Task<Answer<DeviceView>> GetAsync(Device device, CancellationToken cancel) =>
        Task.FromResult<Answer<DeviceView>>(_views.TryGetValue(device, out var view)
            ? new Answer<DeviceView>.Done(view, false)
            : new Answer<DeviceView>.Refused(new Rejection(
                RejectionKind.NotFound,
                device.Kind == DeviceKind.Collector ? "collector.notFound" : "vehicle.notFound",
                "There is no such device.")));

    public void Tell(ReadOnlySpan<LocatedFix> fixes) => throw new NotSupportedException();

    public void TellStatus(Device device, bool online) => throw new NotSupportedException();

    public Task<Answer<DeviceView>> SendAsync(CollectorCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();
}
