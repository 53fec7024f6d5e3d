using System.Collections.Concurrent;
using System.Security.Cryptography;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Files in memory; all are pictures.</summary>
internal sealed class MemoryFiles : IFiles, IUploads
{
    private readonly ConcurrentDictionary<FileHash, byte[]> _files = new();
    private readonly ConcurrentDictionary<(FileHash, string), bool> _uploaders = new();
    private readonly ConcurrentDictionary<string, (Upload Upload, string By, byte[] Bytes)> _uploads = new();

    /// <summary>Which cases name which files.</summary>
    public ConcurrentDictionary<FileHash, IReadOnlyList<string>> Uses { get; } = new();

    /// <summary>Set, every upload is refused so.</summary>
    public UploadFault? Fault { get; set; }

    /// <summary>Set, nothing can be read.</summary>
    public bool IsDown { get; set; }

    public long LargestFile => 5_000_000;

    public static FileHash HashOf(byte[] bytes) => FileHash.Of(SHA256.HashData(bytes));

    public FileHash Add(byte[] bytes, string by)
    {
        var hash = HashOf(bytes);
        _files[hash] = bytes;
        _uploaders[(hash, by)] = true;
        return hash;
    }

    public bool Has(FileHash hash) => _files.ContainsKey(hash);

    public StoredFile? Find(FileHash hash) =>
        _files.TryGetValue(hash, out var bytes) ? new StoredFile(hash, FileType.Jpeg, bytes.Length, CityServer.Noon) : null;

    public Task<Stream?> OpenAsync(FileHash hash, CancellationToken cancel) => IsDown
        ? throw new FilesUnavailableException("It is down.")
        : Task.FromResult<Stream?>(_files.TryGetValue(hash, out var bytes) ? new MemoryStream(bytes) : null);

    public Task<bool> IsUploadedByAsync(FileHash hash, string caller, CancellationToken cancel) =>
        Task.FromResult(_uploaders.ContainsKey((hash, caller)));

    public Task<IReadOnlyList<string>> CasesOfAsync(FileHash hash, CancellationToken cancel) =>
        Task.FromResult(Uses.GetValueOrDefault(hash, []));

    public Task<Thumbnail> ThumbnailAsync(StoredFile file, int width, CancellationToken cancel) =>
        Task.FromResult<Thumbnail>(new Thumbnail.Made(new MemoryStream(BitConverter.GetBytes(width))));

    public async Task<UploadAnswer> PutAsync(FileHash hash, string by, long? length, Stream bytes, CancellationToken cancel)
    {
        using var copy = new MemoryStream();
        await bytes.CopyToAsync(copy, cancel);
        return Finish(hash, by, copy.ToArray());
    }

    public Task<UploadAnswer> BeginAsync(FileHash hash, string by, long length, CancellationToken cancel)
    {
        if (Fault is { } fault)
        {
            return Task.FromResult<UploadAnswer>(new UploadAnswer.Refused(fault));
        }

        var upload = new Upload($"{Guid.NewGuid():N}", hash, length, 0, CityServer.Noon);
        _uploads[upload.Id] = (upload, by, []);
        return Task.FromResult<UploadAnswer>(new UploadAnswer.Open(upload));
    }

    public Task<UploadAnswer> AskAsync(string id, string by, CancellationToken cancel) => Task.FromResult<UploadAnswer>(
        Fault is { } fault ? new UploadAnswer.Refused(fault)
        : Find(id, by) is { } upload ? new UploadAnswer.Open(upload)
        : new UploadAnswer.Refused(UploadFault.NotFound));

    public async Task<UploadAnswer> AppendAsync(string id, string by, long offset, Stream bytes, CancellationToken cancel)
    {
        if (Find(id, by) is not { } upload)
        {
            return new UploadAnswer.Refused(UploadFault.NotFound);
        }

        if (upload.Offset != offset)
        {
            return new UploadAnswer.Refused(UploadFault.OffsetDiffers);
        }

        using var copy = new MemoryStream();
        await bytes.CopyToAsync(copy, cancel);
        byte[] all = [.. _uploads[id].Bytes, .. copy.ToArray()];
        upload = upload with { Offset = all.Length };
        _uploads[id] = (upload, by, all);
        return upload.Offset == upload.Length ? Finish(upload.Hash, by, all) : new UploadAnswer.Open(upload);
    }

    public Task<UploadFault?> AbandonAsync(string id, string by, CancellationToken cancel) => Task.FromResult(
        Fault ?? (Find(id, by) is not null && _uploads.TryRemove(id, out _) ? null : (UploadFault?)UploadFault.NotFound));

    private Upload? Find(string id, string by) => _uploads.TryGetValue(id, out var found) && found.By == by ? found.Upload : null;

    private UploadAnswer Finish(FileHash hash, string by, byte[] bytes)
    {
        if (Fault is not null || HashOf(bytes) != hash)
        {
            return new UploadAnswer.Refused(Fault ?? UploadFault.HashDiffers);
        }

        var isNew = !_files.ContainsKey(hash);
        Add(bytes, by);
        return new UploadAnswer.Stored(new StoredFile(hash, FileType.Jpeg, bytes.Length, CityServer.Noon), isNew);
    }
}
