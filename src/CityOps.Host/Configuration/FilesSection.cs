namespace CityOps.Host.Configuration;

/// <summary>How much is taken of photos and videos, and how long what nobody names is kept.</summary>
internal sealed class FilesSection
{
    /// <summary>The largest picture, in bytes.</summary>
    public int MaxPicture { get; set; } = 20 * 1024 * 1024;

    /// <summary>The largest video, in bytes; 0 where none is taken.</summary>
    public int MaxVideo { get; set; } = 100 * 1024 * 1024;

    /// <summary>The most pixels of a picture of which thumbnails are made.</summary>
    public int MaxPixels { get; set; } = 50_000_000;

    /// <summary>How many uploads one caller may have open at the same time.</summary>
    public int OpenUploads { get; set; } = 20;

    /// <summary>How many MiB one caller may send in 24 hours.</summary>
    public int MegabytesPerDay { get; set; } = 10_240;

    /// <summary>An upload of which nothing came for so long is forgotten.</summary>
    public TimeSpan UploadExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A file that no case has named so long after it came is deleted.</summary>
    public TimeSpan KeepUnnamed { get; set; } = TimeSpan.FromDays(7);
}
