using System.Security.Cryptography;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Files;
using CityOps.Storage.Journal;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Files;

/// <summary>The whole store of files in a directory of its own, on a clock that the test moves.</summary>
internal sealed class FileRun : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly FeedStore _feeds;
    private readonly FileBook _book;
    private readonly FileUses _uses;
    private readonly Thumbnails _thumbnails;
    private readonly StorageOptions _options;
    private readonly Bucket? _bucket;

    public FileRun(FileLimits? limits = null, BucketOptions? bucket = null, TemporaryDirectory? directory = null)
    {
        _directory = directory ?? new TemporaryDirectory();
        _options = new StorageOptions
        {
            DataDirectory = _directory.Path, ConnectionString = _directory.Options.ConnectionString, Files = limits ?? new FileLimits(), Bucket = bucket,
        };
        _data = new CityDatabases(_options);
        _writer = new ReadModelWriter(_data);
        _feeds = new FeedStore(_data, _writer, [new FileUseProjection()], Clock);
        _book = new FileBook(_data);
        _uses = new FileUses(_data);
        Incoming = new IncomingFolder(_options);
        _bucket = bucket is null ? null : new Bucket(bucket, NullLogger<Bucket>.Instance);
        Kept = new BucketBook(_data, Clock);
        Store = _bucket is null ? new DirectoryStore(_options) : new BucketStore(_bucket, Kept);
        _thumbnails = new Thumbnails(Store, Incoming, _options);
        Files = new KeptFiles(Store, _book, _uses, _thumbnails);
        Uploads = new UploadStore(Incoming, Store, _book, _options, Clock);
        Sweep = NewSweep();
    }

    public FakeTimeProvider Clock { get; } = new(Start.ToDateTimeOffset());

    public IncomingFolder Incoming { get; }

    public IFileStore Store { get; }

    /// <summary>What is known of the bucket, as another node has it too.</summary>
    public BucketBook Kept { get; }

    public KeptFiles Files { get; }

    public UploadStore Uploads { get; }

    public FileSweep Sweep { get; private set; }

    /// <summary>What the journal has come to, for the sweep.</summary>
    public Journal Newest { get; } = new();

    /// <summary>The files of the directory below <c>files</c>, whatever they are.</summary>
    public IReadOnlyList<string> OnDisk =>
        [.. Directory.EnumerateFiles(Path.Combine(_directory.Path, "files"), "*", SearchOption.AllDirectories)];

    /// <summary>Bytes that begin as a JPEG does.</summary>
    public static byte[] JpegOf(int length, byte seed = 1)
    {
        var bytes = Enumerable.Repeat(seed, length).ToArray();
        new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }.CopyTo(bytes, 0);
        return bytes;
    }

    public static FileHash HashOf(byte[] bytes) => FileHash.Of(SHA256.HashData(bytes));

    public Task<UploadAnswer> PutAsync(byte[] bytes, string by = "li") =>
        Uploads.PutAsync(HashOf(bytes), by, bytes.Length, new MemoryStream(bytes), default);

    /// <summary>The uploads of a node that has a directory of its own, and all else with the others.</summary>
    /// <param name="node">Its name; empty for an engine that is alone.</param>
    /// <param name="folder">Its directory in the one of the run; empty for that itself.</param>
    public UploadStore UploadsAt(string node, string folder)
    {
        var options = new StorageOptions { DataDirectory = Path.Combine(_directory.Path, folder), Files = _options.Files, Node = node };
        return new UploadStore(new IncomingFolder(options), Store, _book, options, Clock);
    }

    /// <summary>What waits in the directory of a node for the rest of it.</summary>
    public IReadOnlyList<string> WaitingAt(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(_directory.Path, folder, "files", "incoming"))];

    public FileSweep NewSweep() =>
        Sweep = new FileSweep(Incoming, Store, _book, Uploads, _uses, _feeds, Newest, _options, Clock, NullLogger<FileSweep>.Instance);

    /// <summary>A case is journalled that names the file; the feed does not know yet.</summary>
    public JournalledEvent Name(FileHash hash)
    {
        Newest.Ordering++;
        return Journalled(
            Newest.Ordering, 1, Reported(ReportOf($"m-{Newest.Ordering}") with { Photos = [hash.Hex.ToUpperInvariant()] }, Start));
    }

    /// <summary>The feed goes on past these events.</summary>
    public Task FollowAsync(params IReadOnlyList<JournalledEvent> events) =>
        _feeds.CommitAsync(IFiles.UseFeed, 0, Newest.Ordering, events, default);

    public void Dispose()
    {
        Sweep.Dispose();
        _thumbnails.Dispose();
        _bucket?.Dispose();
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    /// <summary>A journal of which only the end counts.</summary>
    internal sealed class Journal : IJournalReader
    {
        public long Ordering { get; set; }

        /// <summary>How often its end was asked for.</summary>
        public int Asked { get; private set; }

        public Task<long> NewestAsync(CancellationToken cancel)
        {
            Asked++;
            return Task.FromResult(Ordering);
        }

        public Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(string persistenceId, long first, long last, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<Instant?> WrittenAfterAsync(long ordering, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlySet<string>?> WritersAsync(CancellationToken cancel) => throw new NotSupportedException();
    }
}
