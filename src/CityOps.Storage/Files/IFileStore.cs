using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// Where whole files are kept, and their thumbnails. A file that was hidden is not found; whoever names it from then on has it sent again.
/// What needs the store itself throws <see cref="FilesUnavailableException"/> where that does not answer, and has changed nothing
/// then that cannot be done again. Thread-safe.
/// </summary>
internal interface IFileStore
{
    /// <summary>True if the file is there.</summary>
    bool Has(FileHash hash);

    /// <summary>What is known of a file; null where it is not there.</summary>
    StoredFile? Find(FileHash hash);

    /// <summary>The bytes, to read from any place on; null where they are not there.</summary>
    Task<Stream?> OpenAsync(FileHash hash, CancellationToken cancel);

    /// <summary>Shows a whole file, whose bytes are on disk, and takes it from there. Once this returns, it survives a power cut.</summary>
    /// <returns>False where the same bytes were there; their time is renewed.</returns>
    Task<bool> KeepAsync(string incoming, StoredFile file);

    /// <summary>The files that came before a time.</summary>
    IEnumerable<FileHash> OlderThan(Instant time);

    /// <summary>Hides a file if it still is as old.</summary>
    void Condemn(FileHash hash, Instant olderThan);

    /// <summary>What is hidden.</summary>
    IReadOnlyList<FileHash> AllCondemned();

    /// <summary>Shows a hidden file again.</summary>
    /// <returns>False where its deletion has begun.</returns>
    bool Pardon(FileHash hash);

    /// <summary>Deletes a hidden file and its thumbnails.</summary>
    /// <returns>False if it had come again meanwhile: then that one stays. Also where another node deletes it just now.</returns>
    Task<bool> DeleteAsync(FileHash hash, CancellationToken cancel);

    /// <summary>Deletes what a kill has left behind: older than this and known to nobody.</summary>
    Task DeleteStraysAsync(Instant olderThan, CancellationToken cancel);

    /// <summary>A thumbnail; null where it was not made.</summary>
    Task<Stream?> OpenThumbnailAsync(FileHash hash, int width, CancellationToken cancel);

    /// <summary>Keeps a thumbnail, and takes it from where it is.</summary>
    Task KeepThumbnailAsync(string incoming, FileHash hash, int width, CancellationToken cancel);
}
