using CityOps.Domain;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityOps.Telemetry.Security;

/// <summary>How a refused connection is told why: MQTT 5 by its own codes, 3.1.1 by the few that it has.</summary>
internal static class ConnectRefusals
{
    private const string Wrong = "User or password is wrong.";

    private static readonly Dictionary<string, (MqttConnectReasonCode V5, MqttConnectReasonCode V3)> Codes = new()
    {
        [SecurityRefusals.NoCredentials.Code] = (MqttConnectReasonCode.BadUserNameOrPassword, MqttConnectReasonCode.BadUserNameOrPassword),
        [SecurityRefusals.MalformedUser.Code] = (MqttConnectReasonCode.BadUserNameOrPassword, MqttConnectReasonCode.BadUserNameOrPassword),
        [SecurityRefusals.UnknownUser.Code] = (MqttConnectReasonCode.BadUserNameOrPassword, MqttConnectReasonCode.BadUserNameOrPassword),
        [SecurityRefusals.WrongPassword.Code] = (MqttConnectReasonCode.BadUserNameOrPassword, MqttConnectReasonCode.BadUserNameOrPassword),
        [SecurityRefusals.TooManyFailures.Code] = (MqttConnectReasonCode.ConnectionRateExceeded, MqttConnectReasonCode.ServerUnavailable),
        [SecurityRefusals.Busy.Code] = (MqttConnectReasonCode.ServerBusy, MqttConnectReasonCode.ServerUnavailable),
        [SecurityRefusals.Disabled.Code] = (MqttConnectReasonCode.Banned, MqttConnectReasonCode.NotAuthorized),
        [SecurityRefusals.TooManyConnections.Code] = (MqttConnectReasonCode.QuotaExceeded, MqttConnectReasonCode.ServerUnavailable),
        [SecurityRefusals.TooManyOwnConnections.Code] = (MqttConnectReasonCode.QuotaExceeded, MqttConnectReasonCode.ServerUnavailable),
    };

    /// <summary>Refuses it. Whether there is an account of the name is not said.</summary>
    public static void Refuse(ValidatingConnectionEventArgs connection, Rejection reason)
    {
        var (v5, v3) = Codes.GetValueOrDefault(
            reason.Code, (MqttConnectReasonCode.NotAuthorized, MqttConnectReasonCode.NotAuthorized));
        connection.ReasonCode = connection.ProtocolVersion == MqttProtocolVersion.V500 ? v5 : v3;
        connection.ReasonString = reason == SecurityRefusals.UnknownUser || reason == SecurityRefusals.WrongPassword
            ? Wrong
            : reason.Message;
    }
}
