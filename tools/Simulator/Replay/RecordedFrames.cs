using System.Globalization;
using System.Text.Json;
using CityOps.Simulator.Clients;

namespace CityOps.Simulator.Replay;

/// <summary>One recorded JT/T 808 frame.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="Message">The message id: 0x0200 is a position.</param>
/// <param name="Phone">The terminal's number.</param>
/// <param name="Bytes">As on the wire.</param>
internal sealed record RecordedFrame(string Id, int Message, string Phone, byte[] Bytes)
{
    /// <summary>True if a terminal sends it; what has the top bit set is sent by a platform.</summary>
    public bool IsUplink => (Message & 0x8000) == 0;
}

/// <summary>Reads frames with their decoding: <c>{"frames": [{"id", "hex", "decoded": {"id", "phone"}}]}</c>.</summary>
internal static class RecordedFrames
{
    /// <summary>All frames in the order of the file.</summary>
    /// <exception cref="InputException">The file is missing, no JSON, has no frames, or one lacks what is needed.</exception>
    public static IReadOnlyList<RecordedFrame> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            RecordedFrame[] frames = [.. document.RootElement.Items("frames").Select((frame, index) => FrameOf(frame, index, path))];
            return frames.Length > 0 ? frames : throw new InputException($"--jt808 {path}: has no frames.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or OverflowException)
        {
            throw new InputException($"--jt808 {path}: cannot be read: {e.Message}", e);
        }
    }

    private static RecordedFrame FrameOf(JsonElement frame, int index, string path)
    {
        var decoded = frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("decoded", out var value) ? value : default;
        return frame.Text("hex") is { } hex && decoded.Text("id") is { } message && decoded.Text("phone") is { } phone
            ? new(
                frame.Text("id") ?? $"{index}",
                int.Parse(message, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                phone,
                Convert.FromHexString(hex))
            : throw new InputException($"--jt808 {path}: frame {index} needs hex, decoded.id and decoded.phone.");
    }
}
