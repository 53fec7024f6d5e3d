using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// The folders of the bytes: <c>files/ab/abcd…</c> for what is there, <c>incoming</c> for what is not whole, <c>condemned</c> for what
/// nobody named in time, <c>thumbnails</c>. A file comes and goes by being renamed, so that nobody ever sees half of one. Thread-safe.
/// </summary>
internal sealed class FileFolders
{
    private readonly string _root;
    private readonly Lock _gate = new();

    public FileFolders(StorageOptions options)
    {
        _root = Path.Combine(options.DataDirectory, "files");
        foreach (var folder in (string[])[_root, Incoming, Condemned, Thumbnails])
        {
            DurableFolder.Make(folder);
        }
    }

    private string Incoming => Path.Combine(_root, "incoming");

    private string Condemned => Path.Combine(_root, "condemned");

    private string Thumbnails => Path.Combine(_root, "thumbnails");

    public string PathOf(FileHash hash) => Path.Combine(_root, hash.Hex[..2], hash.Hex);

    /// <summary>Where bytes wait until they are whole.</summary>
    public string IncomingPath(string id) => Path.Combine(Incoming, id);

    public string ThumbnailPath(FileHash hash, int width) => Path.Combine(Thumbnails, hash.Hex[..2], $"{hash.Hex}-{width}.jpg");

    /// <summary>Makes an empty file that waits for bytes.</summary>
    public string MakeIncoming(string id)
    {
        var path = IncomingPath(id);
        new FileStream(path, FileMode.CreateNew).Dispose();
        DurableFolder.Synchronise(Incoming);
        return path;
    }

    /// <summary>Shows a whole file, whose bytes are on disk. Once this returns, it survives a power cut.</summary>
    /// <returns>False where the same bytes were there; their time is renewed, and the new ones deleted.</returns>
    public bool Keep(string incoming, FileHash hash, Instant now)
    {
        var path = PathOf(hash);
        var folder = Path.GetDirectoryName(path) ?? _root;
        DurableFolder.Make(folder);
        File.SetLastWriteTimeUtc(incoming, now.ToDateTimeUtc());
        bool isNew;
        lock (_gate)
        {
            isNew = !File.Exists(path);
            File.Move(incoming, path, overwrite: true);
        }

        DurableFolder.Synchronise(folder);
        return isNew;
    }

    /// <summary>The files that came before a time.</summary>
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

    /// <summary>Hides a file if it still is as old; whoever names it from now on finds it missing.</summary>
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

    /// <summary>What is hidden.</summary>
    public IReadOnlyList<FileHash> AllCondemned() =>
        [.. Directory.EnumerateFiles(Condemned).Select(f => FileHash.TryParse(Path.GetFileName(f), out var hash) ? hash : default)];

    /// <summary>Shows a hidden file again.</summary>
    public void Pardon(FileHash hash)
    {
        lock (_gate)
        {
            File.Move(Path.Combine(Condemned, hash.Hex), PathOf(hash), overwrite: true);
        }
    }

    /// <summary>Deletes a hidden file and its thumbnails.</summary>
    /// <returns>False if it had come again meanwhile: then that one stays.</returns>
    public bool Delete(FileHash hash)
    {
        File.Delete(Path.Combine(Condemned, hash.Hex));
        if (File.Exists(PathOf(hash)))
        {
            return false;
        }

        foreach (var width in IFiles.ThumbnailWidths)
        {
            if (File.Exists(ThumbnailPath(hash, width)))
            {
                File.Delete(ThumbnailPath(hash, width));
            }
        }

        return true;
    }

    /// <summary>Deletes what waits and belongs to none of these.</summary>
    public void ForgetIncomingBut(IReadOnlySet<string> ids)
    {
        foreach (var path in Directory.EnumerateFiles(Incoming).Where(f => !ids.Contains(Path.GetFileName(f))))
        {
            File.Delete(path);
        }
    }
}
