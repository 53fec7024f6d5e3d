using CityOps.Engine.Ports;
using SkiaSharp;

namespace CityOps.Storage.Files;

/// <summary>
/// Makes thumbnails when they are first asked for, and keeps them. A picture's head is read before its pixels, so that a small file
/// that claims to be huge costs nothing; few are made at the same time. Thread-safe.
/// </summary>
internal sealed class Thumbnails(IFileStore store, IncomingFolder incoming, StorageOptions options) : IDisposable
{
    private const int Quality = 82;

    /// <summary>A picture that is taller than so many times its thumbnail's greatest width becomes narrower: a JPEG has at most 65,535 rows.</summary>
    private const int TallestPerWidth = 8;

    /// <summary>Each may hold four bytes of every pixel of a PNG, which is decoded as a whole: 200 MB at the greatest by default.</summary>
    private const int MostAtOnce = 4;

    private readonly SemaphoreSlim _turns = new(Math.Clamp(Environment.ProcessorCount / 2, 1, MostAtOnce));

    public async Task<Thumbnail> OfAsync(StoredFile file, int width, CancellationToken cancel)
    {
        if (file.Type == FileType.Mp4)
        {
            return new Thumbnail.Impossible("Of a video there are no thumbnails.");
        }

        if (await store.OpenThumbnailAsync(file.Hash, width, cancel) is { } made)
        {
            return new Thumbnail.Made(made);
        }

        await _turns.WaitAsync(cancel);
        var (source, small) = (incoming.PathOf($"picture-{Guid.NewGuid():N}"), incoming.PathOf($"thumbnail-{Guid.NewGuid():N}"));
        try
        {
            if (!await CopyAsync(file.Hash, source, cancel))
            {
                return new Thumbnail.Impossible("The picture has gone.");
            }

            if (await Task.Run(() => Make(source, small, width), cancel) is { } why)
            {
                return new Thumbnail.Impossible(why);
            }

            await store.KeepThumbnailAsync(small, file.Hash, width, cancel);
        }
        finally
        {
            File.Delete(source);
            File.Delete(small);
            _turns.Release();
        }

        return await store.OpenThumbnailAsync(file.Hash, width, cancel) is { } kept
            ? new Thumbnail.Made(kept)
            : new Thumbnail.Impossible("The picture has gone.");
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>Wherever the picture is kept, it is decoded from the disk.</summary>
    private async Task<bool> CopyAsync(FileHash hash, string path, CancellationToken cancel)
    {
        await using var bytes = await store.OpenAsync(hash, cancel);
        if (bytes is null)
        {
            return false;
        }

        await using var file = new FileStream(path, FileMode.CreateNew);
        await bytes.CopyToAsync(file, cancel);
        return true;
    }

    /// <returns>Why it cannot be made; null if it was.</returns>
    private string? Make(string source, string path, int width)
    {
        using var codec = SKCodec.Create(source);
        if (codec is null)
        {
            return "The picture is damaged.";
        }

        if ((long)codec.Info.Width * codec.Info.Height > options.Files.MaxPixels)
        {
            return $"The picture has {codec.Info.Width} × {codec.Info.Height} pixels; thumbnails are made up to {options.Files.MaxPixels:N0}.";
        }

        using var image = Decoded(codec, width);
        if (image is null)
        {
            return "The picture is damaged.";
        }

        using var small = Upright(image, codec.EncodedOrigin, width);
        using var file = new FileStream(path, FileMode.CreateNew);
        small.SaveTo(file);
        file.Flush(flushToDisk: true);
        return null;
    }

    /// <summary>The pixels, for a JPEG no more of them than are needed.</summary>
    private static SKBitmap? Decoded(SKCodec codec, int width)
    {
        // A JPEG is decoded in eighths of its size (ITU-T T.81: blocks of 8 × 8): the next larger one.
        var shorter = Math.Min(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1f, MathF.Ceiling(8f * width / shorter) / 8));
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));

        // The end of a picture that was cut off is missing, and the rest is worth seeing.
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput)
        {
            return bitmap;
        }

        bitmap.Dispose();
        return null;
    }

    private static SKData Upright(SKBitmap image, SKEncodedOrigin origin, int most)
    {
        var lies = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = lies ? (image.Height, image.Width) : (image.Width, image.Height);
        var scale = Math.Min(1f, Math.Min((float)most / width, (float)most * TallestPerWidth / height));
        var target = new SKImageInfo(Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)), SKColorType.Rgba8888, SKAlphaType.Premul);
        using var surface = SKSurface.Create(target);
        using var pixels = SKImage.FromBitmap(image);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale((float)target.Width / width, (float)target.Height / height);
        surface.Canvas.Concat(MatrixOf(origin, width, height));
        surface.Canvas.DrawImage(pixels, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var done = surface.Snapshot();
        return done.Encode(SKEncodedImageFormat.Jpeg, Quality);
    }

    /// <summary>Turns and mirrors the pixels as the camera was held (Exif 2.32, tag 274) into an upright picture of this size.</summary>
    private static SKMatrix MatrixOf(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
