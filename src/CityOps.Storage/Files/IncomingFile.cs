using System.Security.Cryptography;
using CityOps.Engine.Ports;

namespace CityOps.Storage.Files;

/// <summary>Bytes that are not whole. Nothing is held back in memory: what was written is in the file when the connection breaks.</summary>
internal sealed class IncomingFile : IAsyncDisposable
{
    private const int PieceBytes = 64 * 1024;
    private readonly FileStream _file;

    private IncomingFile(FileStream file) => _file = file;

    public long Length => _file.Length;

    public static IncomingFile Open(string path) => new(new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    }));

    /// <summary>Adds the bytes at the end, and waits until they are on disk.</summary>
    /// <returns>False, and nothing added, if there would be more than <paramref name="most"/>.</returns>
    public async Task<bool> AppendAsync(Stream bytes, long most, CancellationToken cancel)
    {
        var before = _file.Seek(0, SeekOrigin.End);
        var piece = new byte[PieceBytes];
        int read;
        while ((read = await bytes.ReadAsync(piece, cancel)) > 0)
        {
            if (_file.Position + read > most)
            {
                _file.SetLength(before);
                return false;
            }

            await _file.WriteAsync(piece.AsMemory(0, read), cancel);
        }

        await FlushAsync();
        return true;
    }

    /// <summary>Waits until all that was written is on disk.</summary>
    public Task FlushAsync() => Task.Run(() => _file.Flush(flushToDisk: true), CancellationToken.None);

    /// <summary>Reads a whole file once for what its bytes say.</summary>
    public static async Task<(FileHash Hash, FileType? Type, long Length)> ReadAsync(string path)
    {
        await using var file = OpenedFile.ToRead(path);
        var head = new byte[FileTypes.HeadBytes];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return (FileHash.Of(await SHA256.HashDataAsync(file)), FileTypes.Of(head.AsSpan(0, read)), file.Length);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
