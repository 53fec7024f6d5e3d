using CityOps.Engine.Ports;
using NodaTime;
using SkiaSharp;
using static CityOps.Storage.Tests.Files.FileRun;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Files;

public sealed class BucketStoreTests : FileStoreContract, IDisposable
{
    private readonly S3Server? _server = S3Server.IsHere ? new S3Server() : null;
    private FileRun? _run;

    internal override FileRun Run
    {
        get
        {
            Skip.If(_run is null, S3Server.Missing);
            return _run;
        }
    }

    private S3Server Server
    {
        get
        {
            Skip.If(_server is null, S3Server.Missing);
            return _server;
        }
    }

    public override async Task InitializeAsync()
    {
        if (_server is not null)
        {
            await _server.StartAsync();
            _run = new FileRun(bucket: _server.Bucket);
        }
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _run?.Dispose();
        _server?.Dispose();
    }

    [SkippableFact]
    public async Task An_upload_that_the_store_does_not_take_is_kept_and_finished_once_it_does()
    {
        var bytes = JpegOf(1000);
        var upload = Assert.IsType<UploadAnswer.Open>(await Run.Uploads.BeginAsync(HashOf(bytes), "li", 1000, default)).Upload;
        Server.Stop();

        Assert.Equal(UploadFault.Unavailable, Fault(await Run.Uploads.AppendAsync(upload.Id, "li", 0, new MemoryStream(bytes), default)));
        Assert.Equal(UploadFault.Unavailable, Fault(await Run.PutAsync(bytes)));
        Assert.Equal(UploadFault.Unavailable, Fault(await Run.Uploads.AskAsync(upload.Id, "li", default)));
        Assert.False(Run.Files.Has(HashOf(bytes)));
        await Server.StartAsync();

        Assert.Equal(1000, Assert.IsType<UploadAnswer.Open>(await Run.Uploads.AskAsync(upload.Id, "li", default)).Upload.Offset);
        Assert.True(Run.Files.Has(HashOf(bytes)));
        Assert.Empty(Run.OnDisk);
    }

    [SkippableFact]
    public async Task What_is_there_is_not_read_while_the_store_is_down_and_not_lost()
    {
        await KeepAsync(Start);
        var hash = Assert.Single(Run.Store.OlderThan(Instant.MaxValue));
        Server.Stop();

        Assert.True(Run.Store.Has(hash));
        await Assert.ThrowsAsync<FilesUnavailableException>(() => Run.Store.OpenAsync(hash, default));
        await Assert.ThrowsAsync<FilesUnavailableException>(() => Run.Store.OpenThumbnailAsync(hash, 160, default));
        Run.Store.Condemn(hash, Instant.MaxValue);
        await Assert.ThrowsAsync<FilesUnavailableException>(() => Run.Store.DeleteAsync(hash, default));
        Assert.Equal([hash], Run.Store.AllCondemned());
        Run.Store.Pardon(hash);
        await Server.StartAsync();

        await using var bytes = await Run.Store.OpenAsync(hash, default);
        Assert.NotNull(bytes);
    }

    [SkippableFact]
    public async Task Thumbnails_are_made_of_what_is_in_the_bucket_and_kept_there()
    {
        using var bitmap = new SKBitmap(400, 200);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 95);
        var file = Assert.IsType<UploadAnswer.Stored>(await Run.PutAsync(png.ToArray())).File;

        await using var made = Assert.IsType<Thumbnail.Made>(await Run.Files.ThumbnailAsync(file, 160, default)).Jpeg;

        using var small = SKBitmap.Decode(made);
        Assert.Equal((160, 80), (small.Width, small.Height));
        Assert.NotNull(await Run.Store.OpenThumbnailAsync(file.Hash, 160, default));
        Assert.Empty(Run.OnDisk);
    }

    [SkippableFact]
    public async Task What_a_kill_left_in_the_bucket_is_deleted_once_it_is_old_and_what_is_known_stays()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        await KeepAsync(Start);
        var stray = HashOf([1]);
        await Run.Store.KeepThumbnailAsync(await IncomingAsync(), stray, 160, default);

        await Run.Store.DeleteStraysAsync(now - Duration.FromHours(1), default);
        Assert.NotNull(await Run.Store.OpenThumbnailAsync(stray, 160, default));
        await Run.Store.DeleteStraysAsync(now + Duration.FromHours(1), default);

        Assert.Null(await Run.Store.OpenThumbnailAsync(stray, 160, default));
        Assert.NotNull(await Run.Store.OpenAsync(Assert.Single(Run.Store.OlderThan(Instant.MaxValue)), default));
    }

    [SkippableFact]
    public async Task What_another_node_is_deleting_is_taken_once_it_is_gone()
    {
        await KeepAsync(Start);
        var hash = Assert.Single(Run.Store.OlderThan(Instant.MaxValue));
        Run.Store.Condemn(hash, Instant.MaxValue);
        Assert.True(Run.Kept.BeginDeletion(hash));

        await Assert.ThrowsAsync<FilesUnavailableException>(() => KeepAsync(Start));
        Assert.False(await Run.Store.DeleteAsync(hash, default));
        Run.Clock.Advance(TimeSpan.FromHours(2));
        Assert.True(await Run.Store.DeleteAsync(hash, default));

        Assert.True(await KeepAsync(Start));
        await using var bytes = await Run.Store.OpenAsync(hash, default);
        Assert.NotNull(bytes);
    }

    private static UploadFault Fault(UploadAnswer answer) => Assert.IsType<UploadAnswer.Refused>(answer).Fault;
}
