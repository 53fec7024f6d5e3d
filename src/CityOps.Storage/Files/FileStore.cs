using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>Files in the data directory. Thread-safe.</summary>
internal sealed class FileStore(FileFolders folders, FileBook book, FileUses uses, Thumbnails thumbnails) : IFiles
{
    public bool Has(FileHash hash) => hash != default && File.Exists(folders.PathOf(hash));

    public StoredFile? Find(FileHash hash)
    {
        using var bytes = Open(hash);
        if (bytes is null)
        {
            return null;
        }

        Span<byte> head = stackalloc byte[FileTypes.HeadBytes];
        var read = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return FileTypes.Of(head[..read]) is { } type
            ? new StoredFile(hash, type, bytes.Length, Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(folders.PathOf(hash))))
            : null;
    }

    public Stream? Open(FileHash hash)
    {
        try
        {
            return hash == default ? null : OpenedFile.ToRead(folders.PathOf(hash));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task<bool> IsUploadedByAsync(FileHash hash, string caller, CancellationToken cancel) =>
        book.IsUploadedByAsync(hash, caller, cancel);

    public Task<IReadOnlyList<string>> CasesOfAsync(FileHash hash, CancellationToken cancel) => uses.CasesOfAsync(hash, cancel);

    public Task<Thumbnail> ThumbnailAsync(StoredFile file, int width, CancellationToken cancel) =>
        thumbnails.OfAsync(file, width, cancel);
}

/// <summary>Files that are read while others delete or rename them.</summary>
internal static class OpenedFile
{
    public static FileStream ToRead(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous,
    });
}
