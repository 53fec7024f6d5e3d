using System.Net;
using CityOps.Domain;
using CityOps.Domain.Devices;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityOps.Telemetry.Security;

/// <summary>What becomes of a message.</summary>
internal enum Verdict
{
    /// <summary>It goes on.</summary>
    Taken,

    /// <summary>It is refused, and acknowledged as refused: in MQTT 3.1.1 that is an acknowledgement like any other (3.3.5).</summary>
    Refused,

    /// <summary>It is not taken now: without its acknowledgement the device keeps it, and sends it again when it has been admitted.</summary>
    Withheld,
}

/// <summary>
/// Stands before the broker: who may connect, what a connection may publish and hear, and how much. What a message costs here is one
/// look-up of its connection, one of its topic's device and one token; nothing is allocated for one that goes on. Thread-safe.
/// </summary>
internal sealed class DeviceGate(
    DeviceLogin login,
    DeviceDirectory directory,
    DevicePasses passes,
    DeviceSessions sessions,
    QuarantineBook quarantine,
    RefusalTally refusals,
    TimeProvider clock)
{
    /// <summary>Shorter waits than a timer can wait are left to add up.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);

    /// <summary>After so many dropped messages the connection is not read for a moment: the flood waits in its sender.</summary>
    private const int DropsBeforePause = 32;
    private static readonly TimeSpan DropPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes its place at the broker, before that starts.</summary>
    public void Attach(MqttServer server)
    {
        sessions.Attach(server);
        server.InterceptingSubscriptionAsync += Subscribing;
    }

    /// <summary>Decides whether a connection is let in; sets the reason where it is not.</summary>
    /// <returns>What it may do; null where it is refused.</returns>
    public async Task<DevicePass?> AdmitAsync(ValidatingConnectionEventArgs connection)
    {
        var found = await login.CheckAsync(
            connection.UserName, connection.RawPassword is null ? null : connection.Password, connection.ClientCertificate,
            connection.CancellationToken);
        if (found is { Refusal: null, User: { } user })
        {
            var (pass, refusal) = await EnterAsync(connection, user, found);
            if (refusal is null)
            {
                return pass;
            }

            found = found with { Refusal = refusal };
        }

        if (found.Refusal is { } reason)
        {
            ConnectRefusals.Refuse(connection, reason);
            refusals.Count(found.User?.ToString(), $"CONNECT from {(connection.RemoteEndPoint as IPEndPoint)?.Address}", reason);
        }

        return null;
    }

    /// <summary>Decides about a message; where it does not go on, the reason is set and counted.</summary>
    public ValueTask<Verdict> JudgeAsync(InterceptingPublishEventArgs publish)
    {
        if (!passes.TryGet(publish.ClientId, out var pass))
        {
            publish.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            return new ValueTask<Verdict>(Verdict.Refused);
        }

        if (publish.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
        {
            return pass.Share.Bucket.TryTake() ? new ValueTask<Verdict>(Judge(pass, publish)) : DropAsync(pass, publish);
        }

        var wait = pass.Share.Bucket.Take();
        return wait < ShortestWait ? new ValueTask<Verdict>(Judge(pass, publish)) : SlowAsync(pass, publish, wait);
    }

    private async Task<(DevicePass? Pass, Rejection? Refusal)> EnterAsync(
        ValidatingConnectionEventArgs connection, DeviceUser user, Login found)
    {
        var turn = passes.ShareOf(user).Turn;
        await turn.WaitAsync(connection.CancellationToken);
        try
        {
            return await EnterInTurnAsync(connection, user, found);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(DevicePass? Pass, Rejection? Refusal)> EnterInTurnAsync(
        ValidatingConnectionEventArgs connection, DeviceUser user, Login found)
    {
        IReadOnlyList<CarriedDevice> carried = user.Device is { } device ? [new CarriedDevice(device, directory.Of(device))]
            : found.Account?.Carries is { } carries ? directory.Carried(carries) : [];
        var own = user.Device is null ? null : carried[0];
        var refusal = carried.Count == 0 ? SecurityRefusals.NothingToCarry
            : own is null or { Standing: Standing.Quarantined } ? null : DeviceDirectory.RefusalOf(own.Standing);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var pass = new DevicePass(
            user, new DeviceRights(carried), passes.ShareOf(user), connection.RemoteEndPoint, connection.ProtocolVersion,
            found.Account?.Revision ?? 0);
        var client = DevicePasses.ClientOf(user, connection.ClientId);
        if (passes.Enter(client, pass, out var stale) is { } full)
        {
            return (null, full);
        }

        var stays = false;
        try
        {
            if (!await login.IsCurrentAsync(found, connection.CancellationToken))
            {
                // The account changed while its password was checked; whoever watches for changes did not know this connection yet.
                return (null, SecurityRefusals.Busy);
            }

            if (stale is not null)
            {
                await sessions.DeleteAsync(stale);
            }

            stays = true;
        }
        finally
        {
            if (!stays)
            {
                // Also where the accounts cannot be read: nobody else gives the place back of who was never connected.
                passes.Leave(client, connection.RemoteEndPoint);
            }
        }

        if (own is { Standing: Standing.Quarantined })
        {
            quarantine.Came(own.Device, pass.Name, AddressOf(pass));
        }

        return (pass, null);
    }

    private Verdict Judge(DevicePass pass, InterceptingPublishEventArgs publish)
    {
        var message = publish.ApplicationMessage;
        if (pass.Rights.OfTopic(message.Topic) is not { } carried)
        {
            return Refuse(pass, publish, SecurityRefusals.ForeignTopic);
        }

        if (DeviceDirectory.RefusalOf(carried.Standing) is not { } reason)
        {
            return Verdict.Taken;
        }

        if (carried.Standing != Standing.Quarantined)
        {
            return Refuse(pass, publish, reason);
        }

        quarantine.Sent(carried.Device, pass.Name, AddressOf(pass), message.Topic, message.Payload);
        Refuse(pass, publish, reason);
        return pass is { Version: not MqttProtocolVersion.V500, IsGateway: false } ? Verdict.Withheld : Verdict.Refused;
    }

    private Verdict Refuse(DevicePass pass, InterceptingPublishEventArgs publish, Rejection reason)
    {
        publish.ProcessPublish = false;
        publish.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        publish.Response.ReasonString = reason.Message;
        refusals.Count(pass.Name, publish.ApplicationMessage.Topic, reason);
        return Verdict.Refused;
    }

    private async ValueTask<Verdict> DropAsync(DevicePass pass, InterceptingPublishEventArgs publish)
    {
        Refuse(pass, publish, SecurityRefusals.TooFast);
        if (++pass.Dropped % DropsBeforePause == 0)
        {
            await Task.Delay(DropPause, clock, publish.CancellationToken);
        }

        return Verdict.Refused;
    }

    private async ValueTask<Verdict> SlowAsync(DevicePass pass, InterceptingPublishEventArgs publish, TimeSpan wait)
    {
        await Task.Delay(wait, clock, publish.CancellationToken);
        return Judge(pass, publish);
    }

    private Task Subscribing(InterceptingSubscriptionEventArgs subscribing)
    {
        if (passes.TryGet(subscribing.ClientId, out var pass) && pass.Rights.MayHear(subscribing.TopicFilter.Topic))
        {
            return Task.CompletedTask;
        }

        // MQTT 3.1.1 has one code for every failure (3.9.3): the library makes this 0x80.
        subscribing.ProcessSubscription = false;
        subscribing.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        subscribing.ReasonString = SecurityRefusals.ForeignFilter.Message;
        refusals.Count(pass?.Name, subscribing.TopicFilter.Topic, SecurityRefusals.ForeignFilter);
        return Task.CompletedTask;
    }

    private static string AddressOf(DevicePass pass) => (pass.EndPoint as IPEndPoint)?.Address.ToString() ?? string.Empty;
}
