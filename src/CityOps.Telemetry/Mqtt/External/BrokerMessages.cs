using CityOps.Domain;
using CityOps.Engine;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>
/// Handles what comes from the city's broker besides positions, and acknowledges it once it is durable. One that cannot be handled
/// is tried again here: the broker sends it again only on another connection, and meanwhile it must not hold up the others.
/// </summary>
internal sealed class BrokerMessages(MessageRouter router, RefusalBook refusals, TimeProvider clock, ILogger logger)
{
    private const int MostTries = 60;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>After so long a message does not keep the others waiting for their acknowledgement any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Rejection Failed = new(
        RejectionKind.Unavailable, "message.failed", "The engine could not handle the message, though it tried for a minute.");

    private readonly NowAndThen _notices = new(clock);

    /// <summary>Handles a message; ends when there is room for the next.</summary>
    public async Task HandleAsync(MqttApplicationMessageReceivedEventArgs received, BrokerChannel channel, CancellationToken ending)
    {
        received.AutoAcknowledge = false;
        var message = received.ApplicationMessage;
        var acknowledged = message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
        var durable = await router.RouteAsync(message.Topic, message.Payload, acknowledged, message.UserProperties, ending);
        if (acknowledged)
        {
            _ = AcknowledgeAsync(received, durable, channel, ending);
        }
    }

    private async Task AcknowledgeAsync(
        MqttApplicationMessageReceivedEventArgs received, Task durable, BrokerChannel channel, CancellationToken ending)
    {
        try
        {
            for (var tries = 1; !await IsDurableAsync(received, durable, channel, ending); tries++)
            {
                if (tries == MostTries)
                {
                    refusals.Note(null, received.ApplicationMessage.Topic, Failed, clock.GetCurrentInstant());
                    break;
                }

                await Task.Delay(BetweenTries, clock, ending);
                var again = received.ApplicationMessage;
                durable = await router.RouteAsync(again.Topic, again.Payload, true, again.UserProperties, ending);
            }

            await received.AcknowledgeAsync(ending);
        }
        catch (OperationCanceledException)
        {
            // The connection has ended: on the next one the broker sends the message again.
        }
    }

    private async Task<bool> IsDurableAsync(
        MqttApplicationMessageReceivedEventArgs received, Task durable, BrokerChannel channel, CancellationToken ending)
    {
        if (!durable.IsCompleted && await Task.WhenAny(durable, Task.Delay(Patience, clock, ending)) != durable)
        {
            channel.SetAside(received.PacketIdentifier);
        }

        try
        {
            await durable.WaitAsync(ending);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (_notices.IsTime())
            {
                logger.BrokerMessageFailed(e, received.ApplicationMessage.Topic);
            }

            channel.SetAside(received.PacketIdentifier);
            return false;
        }
    }
}
