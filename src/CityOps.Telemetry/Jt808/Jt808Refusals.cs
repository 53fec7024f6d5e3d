using CityOps.Domain;

namespace CityOps.Telemetry.Jt808;

/// <summary>Refusals of frames that are well formed, and of connections.</summary>
internal static class Jt808Refusals
{
    public static readonly Rejection NotAuthenticated = new(
        RejectionKind.Forbidden, "terminal.notAuthenticated", "The terminal has to authenticate (0x0102) before it sends this.");

    public static readonly Rejection WrongCode = new(
        RejectionKind.Forbidden, "terminal.wrongCode", "The terminal's code is not the one that it was given when it registered.");

    public static readonly Rejection OtherTerminal = new(
        RejectionKind.Forbidden, "terminal.other", "The frame's number is not the one that has authenticated on this connection.");

    public static readonly Rejection NoAnswerTo = new(
        RejectionKind.Invalid, "terminal.noAnswerTo", "The terminal answers what it was not asked, or was asked too long ago.");

    public static readonly Rejection Incomplete = new(
        RejectionKind.Invalid, "frame.incomplete", "Parts of a message in parts did not come.");

    public static readonly Rejection NoFrames = new(
        RejectionKind.Invalid, "connection.noFrames", "The connection carries no frames of JT/T 808.");

    public static readonly Rejection TooManyConnections = new(
        RejectionKind.Unavailable, "connection.tooMany", "More connections than the options allow.");
}
