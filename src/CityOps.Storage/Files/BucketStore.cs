using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// Files in a bucket: <c>files/abcd…</c> and <c>thumbnails/abcd…-320.jpg</c>. That a file is there is said by the book, which is written after the
/// bucket has it, so that a kill between leaves an object that is shown to nobody, and never a file without bytes. Thread-safe.
/// </summary>
internal sealed class BucketStore(Bucket bucket, BucketBook book) : IFileStore
{
    private const int HashDigits = 64;

    public bool Has(FileHash hash) => book.Find(hash) is not null;

    public StoredFile? Find(FileHash hash) => book.Find(hash);

    public async Task<Stream?> OpenAsync(FileHash hash, CancellationToken cancel) =>
        book.Find(hash) is { } file && await bucket.GetAsync(NameOf(hash), 0, cancel) is { } bytes
            ? new BucketStream(bucket, NameOf(hash), file.Length, bytes)
            : null;

    public async Task<bool> KeepAsync(string incoming, StoredFile file)
    {
        var isNew = !Has(file.Hash);
        if (!book.Announce(file))
        {
            throw new FilesUnavailableException("A file of these bytes is just being deleted, since nobody named it. Come again later.");
        }

        await bucket.PutAsync(NameOf(file.Hash), incoming, "application/octet-stream", CancellationToken.None);
        book.Note(file);
        File.Delete(incoming);
        return isNew;
    }

    public IEnumerable<FileHash> OlderThan(Instant time) => book.OlderThan(time);

    public void Condemn(FileHash hash, Instant olderThan) => book.Condemn(hash, olderThan);

    public IReadOnlyList<FileHash> AllCondemned() => book.AllCondemned();

    public bool Pardon(FileHash hash) => book.Pardon(hash);

    public async Task<bool> DeleteAsync(FileHash hash, CancellationToken cancel)
    {
        if (!book.IsCondemned(hash))
        {
            return false;
        }

        foreach (var width in IFiles.ThumbnailWidths)
        {
            await bucket.DeleteAsync(NameOf(hash, width), cancel);
        }

        if (!book.BeginDeletion(hash))
        {
            return false;
        }

        // The book forgets it last: what could not be deleted now is deleted by a later round.
        await bucket.DeleteAsync(NameOf(hash), cancel);
        book.Forget(hash);
        return true;
    }

    public async Task DeleteStraysAsync(Instant olderThan, CancellationToken cancel)
    {
        book.ForgetAnnounced(olderThan);
        await foreach (var (name, writtenAt) in bucket.ListAsync(cancel))
        {
            if (writtenAt < olderThan && HashOf(name) is { } hash && !book.Knows(hash) && book.BeginDeletionOfStray(hash))
            {
                await bucket.DeleteAsync(name, cancel);
                book.Forget(hash);
            }
        }
    }

    public async Task<Stream?> OpenThumbnailAsync(FileHash hash, int width, CancellationToken cancel)
    {
        await using var bytes = await bucket.GetAsync(NameOf(hash, width), 0, cancel);
        if (bytes is null)
        {
            return null;
        }

        // Small, and so read at once: whoever gets it has all of it.
        try
        {
            var copy = new MemoryStream();
            await bytes.CopyToAsync(copy, cancel);
            copy.Position = 0;
            return copy;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new FilesUnavailableException("The store of files has broken off. Come again later.", e);
        }
    }

    public async Task KeepThumbnailAsync(string incoming, FileHash hash, int width, CancellationToken cancel)
    {
        await bucket.PutAsync(NameOf(hash, width), incoming, "image/jpeg", cancel);
        File.Delete(incoming);
    }

    private static string NameOf(FileHash hash) => $"files/{hash}";

    private static string NameOf(FileHash hash, int width) => $"thumbnails/{hash}-{width}.jpg";

    /// <summary>The hash in the name of one of our objects; null for what is none.</summary>
    private static FileHash? HashOf(string name) =>
        name.Split('/') is ["files" or "thumbnails", { Length: >= HashDigits } last] && FileHash.TryParse(last[..HashDigits], out var hash)
            ? hash
            : null;
}
