namespace CityOps.Storage.Files;

/// <summary>How much is taken of photos and videos, and how long what nobody names is kept.</summary>
public sealed record FileLimits
{
    /// <summary>The largest picture, in bytes.</summary>
    public int MaxPicture { get; init; } = 20 * 1024 * 1024;

    /// <summary>The largest video, in bytes; 0 where none is taken.</summary>
    public int MaxVideo { get; init; } = 100 * 1024 * 1024;

    /// <summary>The most pixels of a picture of which thumbnails are made.</summary>
    public int MaxPixels { get; init; } = 50_000_000;

    /// <summary>How many uploads one caller may have open at the same time.</summary>
    public int OpenUploads { get; init; } = 20;

    /// <summary>How many bytes one caller may send in 24 hours, open uploads included.</summary>
    public long BytesPerDay { get; init; } = 10L * 1024 * 1024 * 1024;

    /// <summary>An upload of which nothing came for so long is forgotten.</summary>
    public TimeSpan UploadExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A file that no case has named so long after it came is deleted.</summary>
    public TimeSpan KeepUnnamed { get; init; } = TimeSpan.FromDays(7);
}
