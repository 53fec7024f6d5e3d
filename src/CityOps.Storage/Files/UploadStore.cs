using System.Collections.Concurrent;
using CityOps.Engine;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>Takes files in: into the data directory until they are whole, and then into the store. Thread-safe.</summary>
internal sealed class UploadStore(
    IncomingFolder incoming, IFileStore store, FileBook book, StorageOptions options, TimeProvider clock) : IUploads
{
    // Its own node forgets an upload within the hour after it has expired, unless it runs no more.
    private static readonly Duration OwnTime = Duration.FromDays(1);

    private readonly FileLimits _limits = options.Files;
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _busy = new(StringComparer.Ordinal);

    public long LargestFile => Math.Max(_limits.MaxPicture, _limits.MaxVideo);

    public async Task<UploadAnswer> PutAsync(FileHash hash, string by, long? length, Stream bytes, CancellationToken cancel)
    {
        if (length > LargestFile)
        {
            return Refused(UploadFault.TooLarge);
        }

        if (await IsUsedUpAsync(by, length ?? 0, cancel))
        {
            return Refused(UploadFault.QuotaUsed);
        }

        if (_running.AddOrUpdate(by, 1, (_, running) => running + 1) > _limits.OpenUploads)
        {
            Leave(by);
            return Refused(UploadFault.TooManyOpen);
        }

        var path = incoming.PathOf($"put-{Guid.NewGuid():N}");
        try
        {
            await using (var file = IncomingFile.Open(path))
            {
                if (!await file.AppendAsync(bytes, LargestFile, cancel))
                {
                    return Refused(UploadFault.TooLarge);
                }

                if (length is null && await IsUsedUpAsync(by, file.Length, cancel))
                {
                    return Refused(UploadFault.QuotaUsed);
                }
            }

            return await FinishAsync(path, hash, by);
        }
        finally
        {
            File.Delete(path);
            Leave(by);
        }
    }

    public async Task<UploadAnswer> BeginAsync(FileHash hash, string by, long length, CancellationToken cancel)
    {
        if (length > LargestFile)
        {
            return Refused(UploadFault.TooLarge);
        }

        if (await IsUsedUpAsync(by, length, cancel))
        {
            return Refused(UploadFault.QuotaUsed);
        }

        var now = clock.GetCurrentInstant();
        var upload = new Upload($"{Guid.NewGuid():N}", hash, length, 0, Expiry(now));
        var path = incoming.Make(upload.Id);
        if (await book.AddAsync(upload, by, options.Node, _limits.OpenUploads, now, cancel))
        {
            return new UploadAnswer.Open(upload);
        }

        File.Delete(path);
        return Refused(UploadFault.TooManyOpen);
    }

    public async Task<UploadAnswer> AskAsync(string id, string by, CancellationToken cancel)
    {
        var found = await FindAsync(id, by, cancel);
        if (found is not (UploadAnswer.Open { Upload: var upload }, var isDone))
        {
            return found.Answer;
        }

        return !isDone && upload.Offset >= upload.Length
            && await AppendAsync(id, by, upload.Offset, Stream.Null, cancel) is UploadAnswer.Refused refused
            ? refused
            : new UploadAnswer.Open(upload);
    }

    public async Task<UploadAnswer> AppendAsync(string id, string by, long offset, Stream bytes, CancellationToken cancel)
    {
        if (!_busy.TryAdd(id, true))
        {
            return Refused(UploadFault.Busy);
        }

        try
        {
            var found = (await FindAsync(id, by, cancel)).Answer;
            return found is not UploadAnswer.Open { Upload: var upload } ? found
                : upload.Offset != offset ? Refused(UploadFault.OffsetDiffers)
                : await AppendAsync(upload, by, bytes, cancel);
        }
        finally
        {
            _busy.TryRemove(id, out _);
        }
    }

    public async Task<UploadFault?> AbandonAsync(string id, string by, CancellationToken cancel)
    {
        if (!_busy.TryAdd(id, true))
        {
            return UploadFault.Busy;
        }

        try
        {
            if ((await FindAsync(id, by, cancel)).Answer is UploadAnswer.Refused { Fault: var fault })
            {
                return fault;
            }

            if (!await book.RemoveAsync(id, cancel))
            {
                return UploadFault.NotFound;
            }

            File.Delete(incoming.PathOf(id));
            return null;
        }
        finally
        {
            _busy.TryRemove(id, out _);
        }
    }

    /// <summary>
    /// Forgets the uploads that have expired; one of which a part is just coming goes on. Those of another node that runs no more go later, and
    /// what that has on its disk when it starts again.
    /// </summary>
    public async Task ExpireAsync(CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var expired = (await book.ExpiredAsync(now, cancel)).Where(u => !IsElsewhere(u) || u.Upload.ExpiresAt + OwnTime <= now);
        foreach (var id in expired.Select(u => u.Upload.Id).Where(id => _busy.TryAdd(id, true)))
        {
            try
            {
                if (await book.ExpireAsync(id, now, cancel))
                {
                    File.Delete(incoming.PathOf(id));
                }
            }
            finally
            {
                _busy.TryRemove(id, out _);
            }
        }
    }

    /// <summary>How far the upload is, or why this node cannot say it.</summary>
    private async Task<(UploadAnswer Answer, bool IsDone)> FindAsync(string id, string by, CancellationToken cancel) =>
        await book.FindAsync(id, by, clock.GetCurrentInstant(), cancel) switch
        {
            null => (Refused(UploadFault.NotFound), false),
            { } noted when IsElsewhere(noted) => (Refused(UploadFault.Elsewhere), false),
            { } noted => (new UploadAnswer.Open(Current(noted)), noted.IsDone),
        };

    /// <summary>
    /// True if what came of an upload is on the disk of another node. What is on this one is its own whatever the row says: data move, and nodes
    /// are named anew.
    /// </summary>
    private bool IsElsewhere(NotedUpload noted) =>
        options.Node.Length > 0 && noted.Node != options.Node && !noted.IsDone && !File.Exists(incoming.PathOf(noted.Upload.Id));

    private async Task<UploadAnswer> AppendAsync(Upload upload, string by, Stream bytes, CancellationToken cancel)
    {
        var path = incoming.PathOf(upload.Id);
        var offset = upload.Offset;
        if (offset < upload.Length)
        {
            await using var file = IncomingFile.Open(path);
            if (!await file.AppendAsync(bytes, upload.Length, cancel))
            {
                return Refused(UploadFault.TooLarge);
            }

            offset = file.Length;
        }

        var expires = Expiry(clock.GetCurrentInstant());
        if (offset < upload.Length)
        {
            await book.MoveAsync(upload.Id, expires, done: false, cancel);
            return new UploadAnswer.Open(upload with { Offset = offset, ExpiresAt = expires });
        }

        var answer = await FinishAsync(path, upload.Hash, by);
        if (answer is UploadAnswer.Stored)
        {
            // Kept as done, so that a sender that did not hear the answer can ask for it.
            await book.MoveAsync(upload.Id, expires, done: true, CancellationToken.None);
        }
        else if (answer is UploadAnswer.Refused { Fault: UploadFault.Unavailable })
        {
            await book.MoveAsync(upload.Id, expires, done: false, CancellationToken.None);
        }
        else
        {
            await book.RemoveAsync(upload.Id, CancellationToken.None);
            File.Delete(path);
        }

        return answer;
    }

    /// <summary>Looks at the whole file, and shows it if all is well. All bytes are here: that the sender leaves stops nothing.</summary>
    private async Task<UploadAnswer> FinishAsync(string path, FileHash hash, string by)
    {
        if (!File.Exists(path))
        {
            // It was shown before a kill, and the note that it is done was not written.
            return store.Find(hash) is { } shown && await book.IsUploadedByAsync(hash, by, CancellationToken.None)
                ? new UploadAnswer.Stored(shown, false)
                : Refused(UploadFault.NotFound);
        }

        var (found, type, length) = await IncomingFile.ReadAsync(path);
        if (found != hash)
        {
            return Refused(UploadFault.HashDiffers);
        }

        if (type is null)
        {
            return Refused(UploadFault.TypeUnknown);
        }

        if (length > (type == FileType.Mp4 ? _limits.MaxVideo : _limits.MaxPicture))
        {
            return Refused(UploadFault.TooLarge);
        }

        // The connection may have broken before the last bytes were put on disk.
        await using (var file = IncomingFile.Open(path))
        {
            await file.FlushAsync();
        }

        // Whose it is comes first: a file that is shown must be the uploader's to see.
        var whole = new StoredFile(hash, type.Value, length, clock.GetCurrentInstant());
        await book.NoteUploaderAsync(hash, by, length, whole.StoredAt, CancellationToken.None);
        try
        {
            return new UploadAnswer.Stored(whole, await store.KeepAsync(path, whole));
        }
        catch (FilesUnavailableException)
        {
            return Refused(UploadFault.Unavailable);
        }
    }

    /// <summary>Bytes that are gone are in the store, or lost: that all have come is looked into before it is believed.</summary>
    private Upload Current(NotedUpload noted)
    {
        var waiting = new FileInfo(incoming.PathOf(noted.Upload.Id));
        return noted.IsDone ? noted.Upload
            : noted.Upload with { Offset = waiting.Exists ? waiting.Length : noted.Upload.Length };
    }

    private async Task<bool> IsUsedUpAsync(string by, long more, CancellationToken cancel) =>
        await book.BytesOfDayAsync(by, clock.GetCurrentInstant(), cancel) + more > _limits.BytesPerDay;

    private void Leave(string by)
    {
        if (_running.AddOrUpdate(by, 0, (_, running) => running - 1) == 0)
        {
            _running.TryRemove(new KeyValuePair<string, int>(by, 0));
        }
    }

    private Instant Expiry(Instant now) => now + Duration.FromTimeSpan(_limits.UploadExpiry);

    private static UploadAnswer.Refused Refused(UploadFault why) => new(why);
}
