using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace CityOps.Http.Live;

/// <summary>
/// Writes Server-Sent Events (HTML Living Standard 9.2) whose data is JSON, which has no line ends. Not thread-safe.
/// </summary>
internal sealed class EventText(PipeWriter output)
{
    /// <summary>So much is written at most before it goes out: what a reader has not taken is not held here.</summary>
    public const int PieceBytes = 64 * 1024;

    /// <summary>After so long a client whose connection has ended should come again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private int _held;

    /// <summary>True if what was written should go out before more is.</summary>
    public bool IsFull => _held >= PieceBytes;

    /// <summary>Tells when to come again, and with which id; both without an event.</summary>
    public void Begin(long? id)
    {
        Text($"retry: {Retry.TotalMilliseconds:0}\n");
        Id(id);
        Raw("\n"u8);
    }

    /// <summary>A sign of life, which no client hears of, and the id to come again with.</summary>
    public void Comment(long? id)
    {
        Raw(":\n"u8);
        Id(id);
        Raw("\n"u8);
    }

    /// <summary>Begins an event; its data follows as <see cref="Raw"/>.</summary>
    public void Open(string name, long? id = null)
    {
        Text($"event: {name}\n");
        Id(id);
        Raw("data: "u8);
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _held += bytes.Length;
    }

    public void Close() => Raw("\n\n"u8);

    /// <summary>Waits until the reader takes what was written, or so much of it that more can be.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        _held = 0;
        await output.FlushAsync(cancel);
    }

    private void Id(long? id)
    {
        if (id is { } number)
        {
            Text($"id: {number}\n");
        }
    }

    private void Text(FormattableString text) =>
        _held += (int)Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture), output);
}
