using CityOps.Engine.Ports;

namespace CityOps.Http.Files;

/// <summary>A file that is kept.</summary>
/// <param name="Id">The SHA-256 of its bytes, in hex.</param>
/// <param name="Type">What it is, by its content: a media type.</param>
/// <param name="Length">Bytes.</param>
internal sealed record FileBody(string Id, string Type, long Length)
{
    public static FileBody From(StoredFile file) => new(file.Hash.Hex, TypeOf(file.Type).Media, file.Length);

    /// <summary>The media type, and how the names of such files end.</summary>
    public static (string Media, string Ending) TypeOf(FileType type) => type switch
    {
        FileType.Jpeg => ("image/jpeg", "jpg"),
        FileType.Png => ("image/png", "png"),
        FileType.Webp => ("image/webp", "webp"),
        FileType.Mp4 => ("video/mp4", "mp4"),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
