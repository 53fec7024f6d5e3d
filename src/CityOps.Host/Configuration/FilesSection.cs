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

    public BucketSection Bucket { get; set; } = new();

    internal sealed class BucketSection
    {
        /// <summary>The address of an S3-compatible store; empty where files are in the data directory.</summary>
        public string Endpoint { get; set; } = "";

        /// <summary>The bucket, which must be there.</summary>
        public string Name { get; set; } = "";

        /// <summary>The region that requests are signed for.</summary>
        public string Region { get; set; } = "us-east-1";

        /// <summary>What the names of this engine's objects begin with.</summary>
        public string Prefix { get; set; } = "";

        /// <summary>Who the engine is there.</summary>
        public string AccessKey { get; set; } = "";

        /// <summary>A file with its secret and nothing else.</summary>
        public string SecretFile { get; set; } = "";

        /// <summary>False where the bucket stands in the name of the host.</summary>
        public bool InPath { get; set; } = true;
    }
}
