using System.Collections.Concurrent;
using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Grids;
using CityOps.Http.Tests.Running;

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

    public Task<Answer<DeviceView>> SendAsync(VehicleCommand command, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<Answer<DeviceView>> SendAsync(DownlinkAct act, CancellationToken cancel)
    {
        var view = _views.GetValueOrDefault(act.Device) ?? new DeviceView(act.Device, null);
        var informed = act is SendCommand send && _views.ContainsKey(act.Device)
            ? send with { To = act.Device.Kind == DeviceKind.Vehicle ? new Addressee(TestCity.Roads, ["3601"]) : new Addressee(null, ["360102"]) }
            : act;
        var decision = Downlink.Decide(view.Commands, informed, CityServer.Noon, "v-1");
        if (decision is not Decision<DeviceEvent>.Accepted { Events: var events })
        {
            var reason = Assert.IsType<Decision<DeviceEvent>.Rejected>(decision).Reason;
            return Task.FromResult<Answer<DeviceView>>(new Answer<DeviceView>.Refused(reason));
        }

        Put(view with { Commands = events.Cast<DownlinkEvent>().Aggregate(view.Commands, Downlink.Evolve) });
        return Task.FromResult<Answer<DeviceView>>(new Answer<DeviceView>.Done(_views[act.Device], events.Count == 0));
    }
}
