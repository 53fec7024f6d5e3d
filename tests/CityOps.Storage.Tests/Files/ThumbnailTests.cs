using System.Text;
using CityOps.Engine.Ports;
using CityOps.Storage.Files;
using SkiaSharp;

namespace CityOps.Storage.Tests.Files;

public sealed class ThumbnailTests : IDisposable
{
    private readonly FileRun _run = new(new FileLimits { MaxPixels = 400 * 200 });

    public void Dispose() => _run.Dispose();

    /// <summary>
    /// Where the picture's left, red half lies once it is upright, by the orientation of Exif (tag 274): 1 and 2 as it is and mirrored,
    /// 3 and 4 upside down, 5 to 8 on its side.
    /// </summary>
    [Theory]
    [InlineData(1, "left")]
    [InlineData(2, "right")]
    [InlineData(3, "right")]
    [InlineData(4, "left")]
    [InlineData(5, "top")]
    [InlineData(6, "top")]
    [InlineData(7, "bottom")]
    [InlineData(8, "bottom")]
    public async Task A_thumbnail_stands_upright_whichever_way_the_camera_was_held(int orientation, string red)
    {
        using var thumbnail = await MadeAsync(WithExif(Picture(400, 200, SKEncodedImageFormat.Jpeg), orientation), 160);
        var (width, height) = (thumbnail.Width, thumbnail.Height);

        Assert.Equal(orientation < 5 ? (160, 80) : (160, 320), (width, height));
        var (x, y) = red switch
        {
            "left" => (width / 4, height / 2),
            "right" => (width * 3 / 4, height / 2),
            "top" => (width / 2, height / 4),
            _ => (width / 2, height * 3 / 4),
        };
        Assert.InRange(thumbnail.GetPixel(x, y).Red, 200, 255);
        Assert.InRange(thumbnail.GetPixel(width - 1 - x, height - 1 - y).Blue, 200, 255);
    }

    [Fact]
    public async Task A_thumbnail_has_nothing_that_the_camera_noted()
    {
        var picture = WithExif(Picture(400, 200, SKEncodedImageFormat.Jpeg), 1);
        Assert.Contains("GPS-SECRET", Encoding.Latin1.GetString(picture), StringComparison.Ordinal);

        var bytes = await BytesAsync(picture, 320);

        Assert.DoesNotContain("GPS-SECRET", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task Other_pictures_have_thumbnails_too_and_none_is_made_larger(SKEncodedImageFormat format)
    {
        using var thumbnail = await MadeAsync(Picture(100, 50, format), 1280);

        Assert.Equal((100, 50), (thumbnail.Width, thumbnail.Height));
    }

    [Fact]
    public async Task A_picture_that_is_very_tall_becomes_narrow()
    {
        using var thumbnail = await MadeAsync(Picture(2, 40_000, SKEncodedImageFormat.Png), 160);

        Assert.Equal((1, 1280), (thumbnail.Width, thumbnail.Height));
    }

    [Fact]
    public async Task A_thumbnail_is_kept()
    {
        var file = await StoredAsync(Picture(100, 50, SKEncodedImageFormat.Png));
        await OpenAsync(file, 160);
        _run.Store.Condemn(file.Hash, NodaTime.Instant.MaxValue);

        await OpenAsync(file, 160);
    }

    [Fact]
    public async Task What_has_too_many_pixels_or_is_damaged_has_none()
    {
        var large = await StoredAsync(Picture(401, 200, SKEncodedImageFormat.Png));
        var damaged = await StoredAsync(FileRun.JpegOf(500));

        Assert.Contains("401 × 200", Assert.IsType<Thumbnail.Impossible>(await _run.Files.ThumbnailAsync(large, 160, default)).Why, StringComparison.Ordinal);
        Assert.IsType<Thumbnail.Impossible>(await _run.Files.ThumbnailAsync(damaged, 160, default));
        Assert.Equal(2, _run.OnDisk.Count);
    }

    /// <summary>Left half red, right half blue.</summary>
    private static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Blue);
        using var paint = new SKPaint { Color = SKColors.Red };
        canvas.DrawRect(0, 0, width / 2, height, paint);
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>Puts an Exif part of one field, the orientation, and a text behind the head of a JPEG (Exif 2.32, 4.5 and 4.6).</summary>
    private static byte[] WithExif(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. "GPS-SECRET"u8,
        ];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    private async Task<StoredFile> StoredAsync(byte[] bytes) => Assert.IsType<UploadAnswer.Stored>(await _run.PutAsync(bytes)).File;

    private async Task<byte[]> BytesAsync(byte[] picture, int width) => await OpenAsync(await StoredAsync(picture), width);

    private async Task<byte[]> OpenAsync(StoredFile file, int width)
    {
        await using var made = Assert.IsType<Thumbnail.Made>(await _run.Files.ThumbnailAsync(file, width, default)).Jpeg;
        using var copy = new MemoryStream();
        await made.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task<SKBitmap> MadeAsync(byte[] picture, int width) => SKBitmap.Decode(await BytesAsync(picture, width));
}
