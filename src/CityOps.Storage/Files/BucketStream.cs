using CityOps.Engine.Ports;

namespace CityOps.Storage.Files;

/// <summary>An object of a bucket, read from any place on: who goes elsewhere asks for the object from there. Not thread-safe.</summary>
/// <param name="bucket">The bucket.</param>
/// <param name="name">The object.</param>
/// <param name="length">How many bytes it has.</param>
/// <param name="bytes">Its bytes from the first on.</param>
internal sealed class BucketStream(Bucket bucket, string name, long length, Stream bytes) : Stream
{
    private Stream? _bytes = bytes;
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => length,
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length)
        {
            return 0;
        }

        if (_bytes is null || _at != Position)
        {
            await CloseAsync();
            _bytes = await bucket.GetAsync(name, Position, cancellationToken)
                ?? throw new FilesUnavailableException($"The file {name} has gone while it was read.");
            _at = Position;
        }

        var read = await _bytes.ReadAsync(buffer, cancellationToken);
        if (read == 0 && buffer.Length > 0)
        {
            throw new FilesUnavailableException($"The store has ended the file {name} at byte {Position} of {length}.");
        }

        Position = _at += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bytes?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task CloseAsync()
    {
        if (_bytes is { } open)
        {
            _bytes = null;
            await open.DisposeAsync();
        }
    }
}
