using CityOps.Engine.Ports;

namespace CityOps.Storage.Files;

/// <summary>The files of the city, in whichever store they are. Thread-safe.</summary>
internal sealed class KeptFiles(IFileStore store, FileBook book, FileUses uses, Thumbnails thumbnails) : IFiles
{
    public bool Has(FileHash hash) => hash != default && store.Has(hash);

    public StoredFile? Find(FileHash hash) => hash == default ? null : store.Find(hash);

    public async Task<Stream?> OpenAsync(FileHash hash, CancellationToken cancel) =>
        hash == default ? null : await store.OpenAsync(hash, cancel);

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
