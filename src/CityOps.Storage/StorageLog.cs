using Microsoft.Extensions.Logging;

namespace CityOps.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(1, LogLevel.Error, "The device board could not be written; its posts are kept for the next time.")]
    public static partial void BoardNotWritten(this ILogger logger, Exception cause);

    [LoggerMessage(2, LogLevel.Error, "Track chunks could not be written; the fix log has them, and they are tried again.")]
    public static partial void ChunksNotWritten(this ILogger logger, Exception cause);

    [LoggerMessage(3, LogLevel.Error, "The access log could not be written; {Count} of its lines are lost.")]
    public static partial void AccessNotWritten(this ILogger logger, Exception cause, int count);

    [LoggerMessage(4, LogLevel.Information, "{Count} files that no case names were deleted.")]
    public static partial void FilesSwept(this ILogger logger, int count);

    [LoggerMessage(5, LogLevel.Error, "The files could not be swept; it is tried again.")]
    public static partial void FilesNotSwept(this ILogger logger, Exception cause);

    [LoggerMessage(6, LogLevel.Critical, "{Database} was taken by another engine while it was away, or the other nodes went on without this one: it stops.")]
    public static partial void AnotherEngine(this ILogger logger, string database);

    [LoggerMessage(7, LogLevel.Warning, "The bucket {Bucket} does not answer, or refuses: what needs it is answered 503.")]
    public static partial void StoreUnavailable(this ILogger logger, Exception cause, string bucket);

    [LoggerMessage(8, LogLevel.Warning, "{Database} is away ({Fault}): the engine waits for it.")]
    public static partial void DatabaseAway(this ILogger logger, string database, string fault);

    [LoggerMessage(9, LogLevel.Error, "A chunk of the track of {Device}, until {Last} (Unix ms), cannot be read: it is left aside.")]
    public static partial void ChunkUnreadable(this ILogger logger, Exception cause, string device, long last);

    [LoggerMessage(10, LogLevel.Error, "The batch {Id} of the fix log (fix_batch) cannot be read: it is left aside.")]
    public static partial void BatchUnreadable(this ILogger logger, Exception cause, long id);
}
