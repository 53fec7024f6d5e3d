using System.Net;
using CityOps.Domain.Devices;
using MQTTnet.Formatter;

namespace CityOps.Telemetry.Security;

/// <summary>What is known of a connection that was let in. One for each connection; its messages come one at a time.</summary>
/// <param name="User">Who logged in.</param>
/// <param name="Rights">What it may do.</param>
/// <param name="Share">What it shares with the user's other connections.</param>
/// <param name="EndPoint">Where it comes from; tells it from one before it with the same client id.</param>
/// <param name="Version">The version of MQTT that it speaks.</param>
/// <param name="Revision">The revision of the account that it logged in with; 0 for a certificate without an account.</param>
internal sealed record DevicePass(
    DeviceUser User, DeviceRights Rights, UserShare Share, EndPoint EndPoint, MqttProtocolVersion Version, long Revision)
{
    /// <summary>The user's name.</summary>
    public string Name { get; } = User.ToString();

    /// <summary>True for a gateway: one of its devices must not hold up the others.</summary>
    public bool IsGateway => User.Device is null;

    /// <summary>
    /// True if a message of the device needs no decision: the device is taken, and the user has not sent too much. Takes the token.
    /// </summary>
    public bool MayGoOn(CarriedDevice? carried) => carried is { Standing: Standing.Known } && Share.Bucket.TryTake();

    /// <summary>Why it is over; null while it is not.</summary>
    public string? Over { get; set; }

    /// <summary>How many of its messages were dropped.</summary>
    public long Dropped { get; set; }
}
