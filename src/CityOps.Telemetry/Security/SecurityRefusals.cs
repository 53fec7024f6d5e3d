using CityOps.Domain;

namespace CityOps.Telemetry.Security;

/// <summary>Why a device is not let in, or not heard. The codes are stable; counters and look-ups carry them.</summary>
internal static class SecurityRefusals
{
    public static readonly Rejection NoCredentials = Forbidden(
        "credentials.missing", "A device logs in with user and password, or with a client certificate.");

    public static readonly Rejection MalformedUser = Forbidden(
        "credentials.malformedUser", "The user is none of vehicles/{id}, collectors/{id} and gateways/{id}.");

    public static readonly Rejection UnknownUser = Forbidden(
        "credentials.unknownUser", "There is no account of this name, or it has no password.");

    public static readonly Rejection WrongPassword = Forbidden("credentials.wrongPassword", "The password is wrong.");

    public static readonly Rejection TooManyFailures = new(
        RejectionKind.Unavailable,
        "credentials.tooManyFailures",
        "Too many wrong passwords in a row; no more are looked at for half a minute.");

    public static readonly Rejection Busy = new(
        RejectionKind.Unavailable, "credentials.busy", "Too many passwords are being checked; the device may come again.");

    public static readonly Rejection CertificateMismatch = Forbidden(
        "credentials.certificateMismatch", "The client certificate is not that of the user, or names no device.");

    public static readonly Rejection Disabled = Forbidden("device.disabled", "The account is disabled.");

    public static readonly Rejection Unknown = Forbidden("device.unknown", "The city has not registered this device.");

    public static readonly Rejection Refused = Forbidden("device.refused", "An operator has refused this device.");

    public static readonly Rejection Quarantined = Forbidden(
        "device.quarantined", "The device waits for an operator to admit it; nothing that it sends is taken.");

    public static readonly Rejection NothingToCarry = Forbidden(
        "gateway.empty", "The gateway's account names no device that it may carry.");

    public static readonly Rejection TooManyConnections = new(
        RejectionKind.Unavailable, "limit.connections", "There are as many connections as the engine takes.");

    public static readonly Rejection TooManyOwnConnections = new(
        RejectionKind.Unavailable, "limit.ownConnections", "The user has as many connections as one may have.");

    public static readonly Rejection TooFast = Forbidden(
        "limit.rate", "More messages came at QoS 0 than one device may send; these were dropped.");

    public static readonly Rejection ForeignTopic = Forbidden(
        "topic.notAuthorized", "A device publishes under its own id only.");

    public static readonly Rejection ForeignFilter = Forbidden(
        "filter.notAuthorized", "A device subscribes to its own 'command' and 'ack' only, without wildcards.");

    private static Rejection Forbidden(string code, string message) => new(RejectionKind.Forbidden, code, message);
}
