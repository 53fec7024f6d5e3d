using CityOps.Engine.Ports;
using NodaTime;
using static CityOps.Storage.Tests.Files.FileRun;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Files;

/// <summary>What every store of files promises.</summary>
public abstract class FileStoreContract : IAsyncLifetime
{
    private static readonly byte[] Picture = JpegOf(100_000);
    private static readonly FileHash Hash = HashOf(Picture);
    private static readonly Instant Later = Start + Duration.FromHours(1);

    /// <summary>The run over the store; skips the test where the store is not here.</summary>
    internal abstract FileRun Run { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [SkippableFact]
    public async Task A_file_that_is_kept_is_found_and_read_from_any_place_on()
    {
        Assert.Equal((false, null), (Run.Store.Has(Hash), Run.Store.Find(Hash)));
        Assert.Null(await Run.Store.OpenAsync(Hash, default));

        Assert.True(await KeepAsync(Start));

        Assert.True(Run.Store.Has(Hash));
        Assert.Equal(new StoredFile(Hash, FileType.Jpeg, Picture.Length, Start), Run.Store.Find(Hash));
        Assert.Equal(Picture, await ReadAsync(0));
        Assert.Equal(Picture[99_990..], await ReadAsync(99_990));
        Assert.False(File.Exists(Run.Incoming.PathOf("a")));
    }

    [SkippableFact]
    public async Task The_same_bytes_again_are_the_same_file_and_as_old_as_the_last_ones()
    {
        await KeepAsync(Start);

        Assert.False(await KeepAsync(Later));

        Assert.Equal(Later, Run.Store.Find(Hash)?.StoredAt);
        Assert.Empty(Run.Store.OlderThan(Later));
        Assert.Equal([Hash], Run.Store.OlderThan(Later + Duration.FromSeconds(1)));
    }

    [SkippableFact]
    public async Task What_is_condemned_is_hidden_until_it_is_pardoned()
    {
        await KeepAsync(Start);
        Run.Store.Condemn(Hash, Start);
        Assert.True(Run.Store.Has(Hash));

        Run.Store.Condemn(Hash, Later);
        Assert.False(Run.Store.Has(Hash));
        Assert.Null(await Run.Store.OpenAsync(Hash, default));
        Assert.Equal([Hash], Run.Store.AllCondemned());

        Run.Store.Pardon(Hash);
        Assert.Equal(Picture, await ReadAsync(0));
        Assert.Empty(Run.Store.AllCondemned());
    }

    [SkippableFact]
    public async Task What_is_deleted_is_gone_with_its_thumbnails()
    {
        await KeepAsync(Start);
        await Run.Store.KeepThumbnailAsync(await IncomingAsync(), Hash, 160, default);
        await using (var thumbnail = await Run.Store.OpenThumbnailAsync(Hash, 160, default))
        {
            Assert.Equal(Picture.Length, thumbnail?.Length);
        }

        Run.Store.Condemn(Hash, Later);
        Assert.True(await Run.Store.DeleteAsync(Hash, default));

        Assert.Empty(Run.Store.AllCondemned());
        Assert.Null(await Run.Store.OpenThumbnailAsync(Hash, 160, default));
        Assert.True(await KeepAsync(Later));
    }

    [SkippableFact]
    public async Task What_comes_again_after_it_was_condemned_is_not_deleted()
    {
        await KeepAsync(Start);
        Run.Store.Condemn(Hash, Later);

        Assert.True(await KeepAsync(Later));

        Assert.False(await Run.Store.DeleteAsync(Hash, default));
        Assert.Equal(Picture, await ReadAsync(0));
    }

    protected async Task<string> IncomingAsync()
    {
        var path = Run.Incoming.PathOf("a");
        await File.WriteAllBytesAsync(path, Picture);
        return path;
    }

    protected async Task<bool> KeepAsync(Instant at) =>
        await Run.Store.KeepAsync(await IncomingAsync(), new StoredFile(Hash, FileType.Jpeg, Picture.Length, at));

    private async Task<byte[]> ReadAsync(long from)
    {
        await using var stream = await Run.Store.OpenAsync(Hash, default);
        stream?.Seek(from, SeekOrigin.Begin);
        using var copy = new MemoryStream();
        await (stream?.CopyToAsync(copy) ?? Task.CompletedTask);
        return copy.ToArray();
    }
}

public sealed class DirectoryStoreTests : FileStoreContract
{
    internal override FileRun Run { get; } = new();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync()
    {
        Run.Dispose();
        return Task.CompletedTask;
    }
}
