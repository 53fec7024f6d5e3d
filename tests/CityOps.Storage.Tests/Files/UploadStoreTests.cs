using CityOps.Engine.Ports;
using CityOps.Storage.Files;
using static CityOps.Storage.Tests.Files.FileRun;

namespace CityOps.Storage.Tests.Files;

public class UploadStoreTests : IDisposable
{
    private static readonly byte[] Picture = JpegOf(1000);
    private readonly FileRun _run;

    public UploadStoreTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected UploadStoreTests(TemporaryDirectory directory) =>
        _run = new FileRun(new FileLimits { MaxPicture = 2000, MaxVideo = 3000, OpenUploads = 2, BytesPerDay = 10_000 }, directory: directory);

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task The_same_bytes_are_there_once_and_are_each_uploaders()
    {
        var first = Assert.IsType<UploadAnswer.Stored>(await _run.PutAsync(Picture));
        var again = Assert.IsType<UploadAnswer.Stored>(await _run.PutAsync(Picture, "wu"));

        Assert.Equal((true, false), (first.IsNew, again.IsNew));
        Assert.Single(_run.OnDisk);
        Assert.Equal((FileType.Jpeg, 1000), (_run.Files.Find(HashOf(Picture))?.Type, _run.Files.Find(HashOf(Picture))?.Length ?? 0));
        Assert.True(await _run.Files.IsUploadedByAsync(HashOf(Picture), "li", default));
        Assert.True(await _run.Files.IsUploadedByAsync(HashOf(Picture), "wu", default));
        Assert.False(await _run.Files.IsUploadedByAsync(HashOf(Picture), "sun", default));
    }

    [SkippableFact]
    public async Task What_is_refused_leaves_nothing_behind()
    {
        Assert.Equal(UploadFault.HashDiffers, Fault(await _run.Uploads.PutAsync(HashOf([1]), "li", 1000, new MemoryStream(Picture), default)));
        Assert.Equal(UploadFault.TypeUnknown, Fault(await _run.PutAsync("<script>alert(1)</script>"u8.ToArray())));
        Assert.Equal(UploadFault.TooLarge, Fault(await _run.PutAsync(JpegOf(2001))));
        Assert.Equal(UploadFault.TooLarge, Fault(await _run.PutAsync(JpegOf(3001))));
        Assert.Equal(
            UploadFault.TooLarge, Fault(await _run.Uploads.PutAsync(HashOf(Picture), "li", null, new MemoryStream(JpegOf(3001)), default)));

        Assert.Empty(_run.OnDisk);
    }

    [SkippableTheory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, FileType.Png)]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50 }, FileType.Webp)]
    [InlineData(new byte[] { 0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6F, 0x6D }, FileType.Mp4)]
    [InlineData(new byte[] { 0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69, 0x63 }, null)]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x41, 0x56, 0x45 }, null)]
    [InlineData(new byte[] { 0xFF, 0xD8 }, null)]
    [InlineData(new byte[0], null)]
    public void The_type_is_told_by_the_first_bytes(byte[] head, FileType? type) => Assert.Equal(type, FileTypes.Of(head));

    [SkippableFact]
    public async Task An_upload_goes_on_where_the_connection_broke()
    {
        var upload = await BeginAsync(Picture);

        await Assert.ThrowsAsync<IOException>(
            () => _run.Uploads.AppendAsync(upload.Id, "li", 0, new Breaking(Picture[..300]), default));

        Assert.Equal(300, await OffsetAsync(upload));
        Assert.False(_run.Files.Has(HashOf(Picture)));
        Assert.IsType<UploadAnswer.Stored>(await AppendAsync(upload, 300, Picture[300..]));
        Assert.Equal(Picture, await ReadAsync(HashOf(Picture)));
        Assert.Equal(1000, await OffsetAsync(upload));
        Assert.Single(_run.OnDisk);
    }

    [SkippableFact]
    public async Task An_upload_whose_connection_broke_after_the_last_byte_is_finished_by_who_asks()
    {
        var upload = await BeginAsync(Picture);
        await Assert.ThrowsAsync<IOException>(() => _run.Uploads.AppendAsync(upload.Id, "li", 0, new Breaking(Picture), default));
        Assert.False(_run.Files.Has(HashOf(Picture)));

        Assert.Equal(1000, await OffsetAsync(upload));

        Assert.Equal(Picture, await ReadAsync(HashOf(Picture)));
        Assert.Equal(1000, await OffsetAsync(upload));
        Assert.Single(_run.OnDisk);
    }

    [SkippableFact]
    public async Task Who_asks_is_told_that_all_bytes_came_and_are_others_than_announced()
    {
        var upload = await BeginAsync(Picture);
        await Assert.ThrowsAsync<IOException>(() => _run.Uploads.AppendAsync(upload.Id, "li", 0, new Breaking(JpegOf(1000, 2)), default));

        Assert.Equal(UploadFault.HashDiffers, Fault(await AskAsync(upload)));

        Assert.Equal(UploadFault.NotFound, Fault(await AskAsync(upload)));
        Assert.Empty(_run.OnDisk);
    }

    [SkippableFact]
    public async Task An_upload_is_finished_though_its_sender_leaves_after_the_last_byte()
    {
        var upload = await BeginAsync(Picture);
        using var left = new CancellationTokenSource();

        Assert.IsType<UploadAnswer.Stored>(
            await _run.Uploads.AppendAsync(upload.Id, "li", 0, new Leaving(Picture, left), left.Token));

        Assert.True(_run.Files.Has(HashOf(Picture)));
    }

    [SkippableFact]
    public async Task A_part_in_the_wrong_place_or_with_too_many_bytes_adds_nothing()
    {
        var upload = await BeginAsync(Picture);

        Assert.Equal(UploadFault.OffsetDiffers, Fault(await AppendAsync(upload, 1, Picture)));
        Assert.Equal(UploadFault.TooLarge, Fault(await AppendAsync(upload, 0, [.. Picture, 0])));
        Assert.Equal(UploadFault.NotFound, Fault(await _run.Uploads.AppendAsync(upload.Id, "wu", 0, new MemoryStream(Picture), default)));
        Assert.Equal(0, await OffsetAsync(upload));
    }

    [SkippableFact]
    public async Task Two_parts_at_the_same_time_do_not_mix()
    {
        var upload = await BeginAsync(Picture);
        var slow = new Waiting(Picture);
        var first = _run.Uploads.AppendAsync(upload.Id, "li", 0, slow, default);
        await slow.Reached;

        Assert.Equal(UploadFault.Busy, Fault(await AppendAsync(upload, 0, Picture)));
        Assert.Equal(UploadFault.Busy, await _run.Uploads.AbandonAsync(upload.Id, "li", default));
        slow.GoOn();

        Assert.IsType<UploadAnswer.Stored>(await first);
    }

    [SkippableFact]
    public async Task An_upload_of_other_bytes_than_announced_is_forgotten_at_its_end()
    {
        var upload = await BeginAsync(Picture);

        Assert.Equal(UploadFault.HashDiffers, Fault(await AppendAsync(upload, 0, JpegOf(1000, 2))));

        Assert.Equal(UploadFault.NotFound, Fault(await AskAsync(upload)));
        Assert.Empty(_run.OnDisk);
    }

    [SkippableFact]
    public async Task A_caller_has_few_uploads_open_and_a_quota_for_the_day()
    {
        var upload = await BeginAsync(Picture);
        await BeginAsync(Picture);
        Assert.Equal(UploadFault.TooManyOpen, Fault(await _run.Uploads.BeginAsync(HashOf(Picture), "li", 1000, default)));
        Assert.IsType<UploadAnswer.Open>(await _run.Uploads.BeginAsync(HashOf(Picture), "wu", 1000, default));

        await _run.Uploads.AbandonAsync(upload.Id, "li", default);
        for (byte i = 0; i < 4; i++)
        {
            Assert.IsType<UploadAnswer.Stored>(await _run.PutAsync(JpegOf(2000, i)));
        }

        Assert.Equal(UploadFault.QuotaUsed, Fault(await _run.PutAsync(JpegOf(1001, 9))));
        _run.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsType<UploadAnswer.Stored>(await _run.PutAsync(JpegOf(1001, 9)));
    }

    [SkippableFact]
    public async Task An_upload_expires_unless_a_part_comes()
    {
        var upload = await BeginAsync(Picture);
        _run.Clock.Advance(TimeSpan.FromHours(23));
        await AppendAsync(upload, 0, Picture[..10]);
        _run.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(10, await OffsetAsync(upload));

        _run.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(UploadFault.NotFound, Fault(await AskAsync(upload)));
        await _run.Sweep.SweepAsync(default);

        Assert.Empty(_run.OnDisk);
    }

    [SkippableFact]
    public async Task An_upload_does_not_expire_while_a_part_comes()
    {
        var upload = await BeginAsync(Picture);
        var slow = new Waiting(Picture);
        var part = _run.Uploads.AppendAsync(upload.Id, "li", 0, slow, default);
        await slow.Reached;

        _run.Clock.Advance(TimeSpan.FromDays(2));
        await _run.Sweep.SweepAsync(default);
        slow.GoOn();

        Assert.IsType<UploadAnswer.Stored>(await part);
        Assert.Equal(1000, await OffsetAsync(upload));
    }

    private static UploadFault Fault(UploadAnswer answer) => Assert.IsType<UploadAnswer.Refused>(answer).Fault;

    private async Task<Upload> BeginAsync(byte[] bytes) =>
        Assert.IsType<UploadAnswer.Open>(await _run.Uploads.BeginAsync(HashOf(bytes), "li", bytes.Length, default)).Upload;

    private Task<UploadAnswer> AskAsync(Upload upload) => _run.Uploads.AskAsync(upload.Id, "li", default);

    private async Task<long> OffsetAsync(Upload upload) => Assert.IsType<UploadAnswer.Open>(await AskAsync(upload)).Upload.Offset;

    private Task<UploadAnswer> AppendAsync(Upload upload, long offset, byte[] bytes) =>
        _run.Uploads.AppendAsync(upload.Id, "li", offset, new MemoryStream(bytes), default);

    private async Task<byte[]> ReadAsync(FileHash hash)
    {
        await using var stream = await _run.Files.OpenAsync(hash, default);
        using var copy = new MemoryStream();
        await (stream?.CopyToAsync(copy) ?? Task.CompletedTask);
        return copy.ToArray();
    }

    /// <summary>Gives its bytes, and then a broken connection.</summary>
    private sealed class Breaking(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? await base.ReadAsync(buffer, cancellationToken) : throw new IOException("The connection broke.");
    }

    /// <summary>Gives its bytes, and its sender leaves once all were taken.</summary>
    private sealed class Leaving(byte[] bytes, CancellationTokenSource left) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, CancellationToken.None);
            if (read == 0)
            {
                await left.CancelAsync();
            }

            return read;
        }
    }

    /// <summary>Waits for the test before it gives its bytes.</summary>
    private sealed class Waiting(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource _reached = new();
        private readonly TaskCompletionSource _goOn = new();

        public Task Reached => _reached.Task;

        public void GoOn() => _goOn.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reached.TrySetResult();
            await _goOn.Task;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
