using Microsoft.Extensions.Logging;

namespace CityOps.Engine;

internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Feed {Feed}/{Slice} follows the journal from number {Offset}.")]
    public static partial void FeedStarted(this ILogger logger, string feed, int slice, long offset);

    [LoggerMessage(2, LogLevel.Error, "Feed {Feed}/{Slice} could not go on and tries again: nothing is lost.")]
    public static partial void FeedFailed(this ILogger logger, Exception cause, string feed, int slice);

    [LoggerMessage(3, LogLevel.Warning,
        "Feed {Feed}/{Slice} passes over number {From} to {To}: no transaction brought them within {Patience}.")]
    public static partial void FeedGap(
        this ILogger logger, string feed, int slice, long from, long to, TimeSpan patience);

    [LoggerMessage(4, LogLevel.Error, "{Entity} could not journal; its command is answered as unavailable.")]
    public static partial void PersistFailed(this ILogger logger, Exception? cause, string entity);

    [LoggerMessage(5, LogLevel.Error, "{Entity} could not be recovered from the journal.")]
    public static partial void RecoveryFailed(this ILogger logger, Exception cause, string entity);

    [LoggerMessage(6, LogLevel.Error, "The last state of {Entity} could not be loaded; it starts without one.")]
    public static partial void LoadFailed(this ILogger logger, Exception cause, string entity);

    [LoggerMessage(7, LogLevel.Error, "Notices could not be sent to handsets and are tried again: none is lost.")]
    public static partial void NoticesNotSent(this ILogger logger, Exception cause);

    [LoggerMessage(8, LogLevel.Error, "The {Job} of deadline slice {Slice} could not go on and tries again: nothing is lost.")]
    public static partial void DeadlinesFailed(this ILogger logger, Exception cause, int slice, string job);

    [LoggerMessage(9, LogLevel.Error, "{Entity} is due but could not be woken; it is tried again.")]
    public static partial void NotWoken(this ILogger logger, Exception cause, string entity);

    [LoggerMessage(10, LogLevel.Information, "Another calendar is in force: {Count} entities of deadline slice {Slice} were told.")]
    public static partial void CalendarWalked(this ILogger logger, int slice, int count);

    [LoggerMessage(11, LogLevel.Warning, "{Entity} could not be told of another calendar; the next start tries again.")]
    public static partial void NotRecomputed(this ILogger logger, string entity);

    [LoggerMessage(12, LogLevel.Warning, "The state of {Entity} could not be kept beside its journal; it wakes from an older one.")]
    public static partial void SnapshotFailed(this ILogger logger, Exception cause, string entity);

    [LoggerMessage(13, LogLevel.Error, "Webhooks could not be sent and are tried again: nothing is lost.")]
    public static partial void WebhooksNotSent(this ILogger logger, Exception cause);

    [LoggerMessage(14, LogLevel.Error, "Webhook {Webhook} could not be sent its events and is tried again: nothing is lost.")]
    public static partial void WebhookTurnFailed(this ILogger logger, Exception? cause, string webhook);

    [LoggerMessage(15, LogLevel.Information, "{Devices} devices were told of {Fixes} positions that came before this start.")]
    public static partial void FixesRetold(this ILogger logger, int fixes, int devices);

    [LoggerMessage(16, LogLevel.Error,
        "{Device} could not be told of positions that came before this start: what follows from them is missing; its track has them.")]
    public static partial void FixesNotRetold(this ILogger logger, Domain.Devices.Device device);

    [LoggerMessage(17, LogLevel.Warning, "Webhook {Webhook} is disabled: its target takes nothing, or wants no more. GET /webhooks says why.")]
    public static partial void WebhookDisabled(this ILogger logger, string webhook);

    [LoggerMessage(20, LogLevel.Error, "The changes of cases could not be followed; it is tried again.")]
    public static partial void TailNotFollowed(this ILogger logger, Exception cause);

    [LoggerMessage(19, LogLevel.Error, "Piece {Piece} of {Work} has failed; it is begun again.")]
    public static partial void SpreadWorkFailed(this ILogger logger, Exception cause, string work, int piece);

    [LoggerMessage(18, LogLevel.Error, "What the node at {Node} left could not be seen to yet; it is tried again.")]
    public static partial void NodeNotSeenTo(this ILogger logger, Exception cause, string node);

    [LoggerMessage(21, LogLevel.Warning, "The node at {Node} has ended without leaving: the others go on without it.")]
    public static partial void NodeEnded(this ILogger logger, string node);

    [LoggerMessage(22, LogLevel.Warning, "What this node has could not be given away before it leaves: it moves at once now, and is without service for longer.")]
    public static partial void NotGivenAway(this ILogger logger, Exception cause);

    [LoggerMessage(23, LogLevel.Warning, "Not all that this node has was given away within {Seconds} s: what is left moves at once now, and is without service for longer.")]
    public static partial void NotGivenAwayInTime(this ILogger logger, double seconds);

    [LoggerMessage(24, LogLevel.Warning, "This node could not get ready for its first cases; it goes in all the same.")]
    public static partial void FirstWakesFailed(this ILogger logger, Exception cause);

    [LoggerMessage(25, LogLevel.Error, "The changes of components that other nodes register could not be followed; it is tried again.")]
    public static partial void ComponentsNotFollowed(this ILogger logger, Exception cause);
}
