using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// Files in the data directory: <c>files/ab/abcd…</c> for what is there, <c>condemned</c> for what nobody named in time, <c>thumbnails</c>.
/// A file comes and goes by being renamed, so that nobody ever sees half of one. Thread-safe.
/// </summary>
internal sealed class DirectoryStore : IFileStore
{
    private readonly string _root;
    private readonly Lock _gate = new();

    public DirectoryStore(StorageOptions options)
    {
        _root = Path.Combine(options.DataDirectory, "files");
        foreach (var folder in (string[])[_root, Condemned, Thumbnails])
        {
            DurableFolder.Make(folder);
        }
    }

    private string Condemned => Path.Combine(_root, "condemned");

    private string Thumbnails => Path.Combine(_root, "thumbnails");

    public bool Has(FileHash hash) => File.Exists(PathOf(hash));

    public StoredFile? Find(FileHash hash)
    {
        using var bytes = Opened(PathOf(hash));
        if (bytes is null)
        {
            return null;
        }

        Span<byte> head = stackalloc byte[FileTypes.HeadBytes];
        var read = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return FileTypes.Of(head[..read]) is { } type
            ? new StoredFile(hash, type, bytes.Length, Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(PathOf(hash))))
            : null;
    }

    public Task<Stream?> OpenAsync(FileHash hash, CancellationToken cancel) => Task.FromResult<Stream?>(Opened(PathOf(hash)));

    public Task<bool> KeepAsync(string incoming, StoredFile file) => Task.Run(() => Keep(incoming, file));

    public IEnumerable<FileHash> OlderThan(Instant time)
    {
        foreach (var path in Directory.EnumerateDirectories(_root).Where(d => Path.GetFileName(d).Length == 2).SelectMany(Directory.EnumerateFiles))
        {
            if (FileHash.TryParse(Path.GetFileName(path), out var hash) && Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)) < time)
            {
                yield return hash;
            }
        }
    }

    public void Condemn(FileHash hash, Instant olderThan)
    {
        lock (_gate)
        {
            if (Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(PathOf(hash))) < olderThan)
            {
                File.Move(PathOf(hash), Path.Combine(Condemned, hash.Hex), overwrite: true);
            }
        }
    }

    public IReadOnlyList<FileHash> AllCondemned() =>
        [.. Directory.EnumerateFiles(Condemned).Select(f => FileHash.TryParse(Path.GetFileName(f), out var hash) ? hash : default)];

    public bool Pardon(FileHash hash)
    {
        lock (_gate)
        {
            File.Move(Path.Combine(Condemned, hash.Hex), PathOf(hash), overwrite: true);
        }

        return true;
    }

    public Task<bool> DeleteAsync(FileHash hash, CancellationToken cancel)
    {
        File.Delete(Path.Combine(Condemned, hash.Hex));
        if (File.Exists(PathOf(hash)))
        {
            return Task.FromResult(false);
        }

        foreach (var path in IFiles.ThumbnailWidths.Select(width => ThumbnailPath(hash, width)).Where(File.Exists))
        {
            File.Delete(path);
        }

        return Task.FromResult(true);
    }

    /// <summary>Nothing: what has a name here is known by it.</summary>
    public Task DeleteStraysAsync(Instant olderThan, CancellationToken cancel) => Task.CompletedTask;

    public Task<Stream?> OpenThumbnailAsync(FileHash hash, int width, CancellationToken cancel) =>
        Task.FromResult<Stream?>(Opened(ThumbnailPath(hash, width)));

    public Task KeepThumbnailAsync(string incoming, FileHash hash, int width, CancellationToken cancel)
    {
        var path = ThumbnailPath(hash, width);
        DurableFolder.Make(Path.GetDirectoryName(path) ?? path);
        File.Move(incoming, path, overwrite: true);
        return Task.CompletedTask;
    }

    private string PathOf(FileHash hash) => Path.Combine(_root, hash.Hex[..2], hash.Hex);

    private string ThumbnailPath(FileHash hash, int width) => Path.Combine(Thumbnails, hash.Hex[..2], $"{hash.Hex}-{width}.jpg");

    private static FileStream? Opened(string path)
    {
        try
        {
            return OpenedFile.ToRead(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private bool Keep(string incoming, StoredFile file)
    {
        var path = PathOf(file.Hash);
        var folder = Path.GetDirectoryName(path) ?? _root;
        DurableFolder.Make(folder);
        File.SetLastWriteTimeUtc(incoming, file.StoredAt.ToDateTimeUtc());
        bool isNew;
        lock (_gate)
        {
            isNew = !File.Exists(path);
            File.Move(incoming, path, overwrite: true);
        }

        DurableFolder.Synchronise(folder);
        return isNew;
    }
}
