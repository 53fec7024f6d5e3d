using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityOps.Telemetry.Security;

/// <summary>Ends what devices have at the broker once they may no longer have it. Thread-safe.</summary>
internal sealed class DeviceSessions(DevicePasses passes, DeviceDirectory directory)
{
    private MqttServer? _server;

    /// <summary>Takes its place at the broker, before that starts.</summary>
    public void Attach(MqttServer server)
    {
        _server = server;
        server.ClientConnectedAsync += Connected;
        server.ClientDisconnectedAsync += Disconnected;
        server.SessionDeletedAsync += SessionDeleted;
    }

    /// <summary>Ends what accounts that have changed have, but for those who have logged in since.</summary>
    public async Task EndAsync(IEnumerable<AccountChange> changes)
    {
        foreach (var change in changes)
        {
            await EndAsync(change.User, pass => pass.Revision < change.Revision, "The account has changed.");
        }
    }

    /// <summary>Ends the connections of devices about which an operator has decided otherwise than they were let in.</summary>
    public async Task EndAsync(IEnumerable<Device> decided)
    {
        foreach (var device in decided)
        {
            await EndAsync(
                device.ToString(), pass => pass.Rights.Carried.Any(c => c.Standing != directory.Of(c.Device)),
                "An operator has decided about the device; it may connect again.");
        }
    }

    /// <summary>Looks anew how the devices stand that gateways carry: one of them is no reason to end the connection of all.</summary>
    public void Review()
    {
        foreach (var carried in passes.Gateways.SelectMany(gateway => gateway.Rights.Carried))
        {
            carried.Standing = directory.Of(carried.Device);
        }
    }

    /// <summary>Ends a session, and its connection if it has one.</summary>
    public async Task DeleteAsync(string client)
    {
        if (_server is not { IsStarted: true } server)
        {
            return;
        }

        try
        {
            await (await server.GetSessionAsync(client)).DeleteAsync();
        }
        catch (InvalidOperationException)
        {
            // It has none.
        }
    }

    private async Task EndAsync(string user, Func<DevicePass, bool> isOld, string why)
    {
        if (passes.KnownShareOf(user) is not { } share)
        {
            return;
        }

        await share.Turn.WaitAsync();
        try
        {
            await EndInTurnAsync(user, isOld, why);
        }
        finally
        {
            share.Turn.Release();
        }
    }

    private async Task EndInTurnAsync(string user, Func<DevicePass, bool> isOld, string why)
    {
        foreach (var client in passes.ClientsOf(user))
        {
            if (passes.TryGet(client, out var pass))
            {
                if (!isOld(pass))
                {
                    continue;
                }

                // Between gate and broker it is not found there yet, and is ended when it comes in.
                pass.Over = why;
                await DisconnectAsync(client, why);
            }

            await DeleteAsync(client);
        }
    }

    private async Task DisconnectAsync(string client, string why)
    {
        if (_server is not { IsStarted: true } server)
        {
            return;
        }

        try
        {
            await server.DisconnectClientAsync(
                client,
                new MqttServerClientDisconnectOptions
                {
                    ReasonCode = MqttDisconnectReasonCode.AdministrativeAction,
                    ReasonString = why,
                });
        }
        catch (InvalidOperationException)
        {
            // It has gone by itself meanwhile.
        }
    }

    private async Task Connected(ClientConnectedEventArgs connected)
    {
        if (passes.TryGet(connected.ClientId, out var pass) && pass.Over is { } why)
        {
            await DisconnectAsync(connected.ClientId, why);
            await DeleteAsync(connected.ClientId);
        }
    }

    private Task Disconnected(ClientDisconnectedEventArgs disconnected)
    {
        passes.Leave(disconnected.ClientId, disconnected.RemoteEndPoint);
        return Task.CompletedTask;
    }

    private Task SessionDeleted(SessionDeletedEventArgs deleted)
    {
        passes.Forget(deleted.Id);
        return Task.CompletedTask;
    }
}
