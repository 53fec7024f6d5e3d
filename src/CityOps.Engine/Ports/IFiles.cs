using System.Security.Cryptography;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>The photos and videos that are kept, addressed by what is in them. Thread-safe.</summary>
public interface IFiles
{
    /// <summary>The feed that says which cases name which files.</summary>
    public const string UseFeed = "files";

    /// <summary>So many cases that name a file are told at most: more name the same bytes nowhere but in an attack.</summary>
    public const int MostCases = 100;

    /// <summary>True if the bytes have arrived.</summary>
    bool Has(FileHash hash);

    /// <summary>What is known of a file; null where it is not there.</summary>
    StoredFile? Find(FileHash hash);

    /// <summary>The bytes, to read from any place on; the caller disposes of it. Null where they have gone meanwhile.</summary>
    /// <exception cref="FilesUnavailableException">The store does not answer.</exception>
    Task<Stream?> OpenAsync(FileHash hash, CancellationToken cancel);

    /// <summary>True if this caller uploaded it.</summary>
    Task<bool> IsUploadedByAsync(FileHash hash, string caller, CancellationToken cancel);

    /// <summary>
    /// The cases that name it; of more than <see cref="MostCases"/> those that were reported first, so that who names it in many others hides
    /// it from nobody. Behind the journal by as much as its feed.
    /// </summary>
    Task<IReadOnlyList<string>> CasesOfAsync(FileHash hash, CancellationToken cancel);

    /// <summary>A smaller JPEG of a picture, upright and without what the camera noted in it.</summary>
    /// <param name="file">The picture.</param>
    /// <param name="width">The most pixels from left to right, one of <see cref="ThumbnailWidths"/>; never wider than the picture.</param>
    /// <param name="cancel">Ends the waiting for a turn.</param>
    /// <exception cref="FilesUnavailableException">The store does not answer.</exception>
    Task<Thumbnail> ThumbnailAsync(StoredFile file, int width, CancellationToken cancel);

    /// <summary>The widths that there are, in pixels: few, so that nobody fills the disk with them.</summary>
    static IReadOnlyList<int> ThumbnailWidths { get; } = [160, 320, 640, 1280, 2048];
}

/// <summary>The store of files does not answer now; nothing is lost. The message is for whoever asked.</summary>
public sealed class FilesUnavailableException : IOException
{
    /// <summary>With what to tell.</summary>
    public FilesUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With what to tell, and the cause.</summary>
    public FilesUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a message.</summary>
    public FilesUnavailableException()
    {
    }
}

/// <summary>A file that is kept.</summary>
/// <param name="Hash">The SHA-256 of its bytes.</param>
/// <param name="Type">What it is, by its content.</param>
/// <param name="Length">Bytes.</param>
/// <param name="StoredAt">When its bytes last came.</param>
public sealed record StoredFile(FileHash Hash, FileType Type, long Length, Instant StoredAt);

/// <summary>What is taken.</summary>
public enum FileType
{
    /// <summary>A JPEG picture.</summary>
    Jpeg,

    /// <summary>A PNG picture.</summary>
    Png,

    /// <summary>A WebP picture.</summary>
    Webp,

    /// <summary>A short MP4 video.</summary>
    Mp4,
}

/// <summary>A thumbnail, or why there is none.</summary>
public abstract record Thumbnail
{
    private Thumbnail()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Jpeg">Its bytes; the caller disposes of it.</param>
    public sealed record Made(Stream Jpeg) : Thumbnail;

    /// <summary>The file is a video, is damaged, or has more pixels than are decoded.</summary>
    public sealed record Impossible(string Why) : Thumbnail;
}

/// <summary>The SHA-256 of a file's bytes; <c>default</c> is no file's.</summary>
public readonly record struct FileHash
{
    private readonly string? _hex;

    private FileHash(string hex) => _hex = hex;

    /// <summary>64 hexadecimal digits, small letters.</summary>
    public string Hex => _hex ?? "";

    /// <summary>Reads 64 hexadecimal digits, in small letters or large.</summary>
    public static bool TryParse(string? text, out FileHash hash)
    {
        var valid = text is { Length: 2 * SHA256.HashSizeInBytes } && text.All(char.IsAsciiHexDigit);
        hash = valid && text is not null ? new FileHash(text.ToLowerInvariant()) : default;
        return valid;
    }

    /// <summary>Of a computed SHA-256.</summary>
    public static FileHash Of(ReadOnlySpan<byte> sha256) => new(Convert.ToHexStringLower(sha256));

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
