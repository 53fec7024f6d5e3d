using CityOps.Engine.Ports;

namespace CityOps.Storage.Files;

/// <summary>What a file is, by how its bytes begin; what it is called, or said to be, counts for nothing.</summary>
internal static class FileTypes
{
    /// <summary>So many bytes tell every type.</summary>
    public const int HeadBytes = 12;

    // The brands (ISO/IEC 14496-12) that phones write for MP4; 'qt  ' and those of HEIF are left out, since browsers show neither.
    private static readonly string[] Mp4Brands = ["isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "3gp4", "3gp5", "3gp6"];

    /// <summary>The type; null for what is not taken.</summary>
    public static FileType? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => FileType.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => FileType.Png,
        { Length: >= HeadBytes } when head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) => FileType.Webp,
        { Length: >= HeadBytes } when head[4..].StartsWith("ftyp"u8) && IsMp4(head[8..HeadBytes]) => FileType.Mp4,
        _ => null,
    };

    private static bool IsMp4(ReadOnlySpan<byte> brand)
    {
        foreach (var known in Mp4Brands)
        {
            if (brand.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(known)))
            {
                return true;
            }
        }

        return false;
    }
}
