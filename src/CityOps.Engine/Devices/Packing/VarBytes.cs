using System.Text;
using CityOps.Domain.Devices;

namespace CityOps.Engine.Devices.Packing;

/// <summary>Numbers in as few bytes as they need: 7 bits a byte, low ones first; signed ones zigzag.</summary>
internal sealed class VarWriter
{
    private byte[] _bytes = new byte[64];
    private int _length;

    public void Byte(byte value)
    {
        if (_length == _bytes.Length)
        {
            Array.Resize(ref _bytes, _length * 2);
        }

        _bytes[_length++] = value;
    }

    public void Unsigned(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Signed(long value) => Unsigned(Zigzag.Fold(value));

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Unsigned((ulong)bytes.Length);
        foreach (var b in bytes)
        {
            Byte(b);
        }
    }

    public void Device(Device device)
    {
        Byte((byte)device.Kind);
        Text(device.Id);
    }

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public byte[] ToArray() => _bytes[.._length];
}

/// <summary>Reads what <see cref="VarWriter"/> wrote.</summary>
internal ref struct VarReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_at..];

    public byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw new InvalidDataException("A track ends too early.");

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    public long Signed() => Zigzag.Unfold(Unsigned());

    public Device Device() => new((DeviceKind)Byte(), Text());

    public string Text()
    {
        var length = Unsigned();
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw new InvalidDataException("A track ends too early.");
        }

        var text = Encoding.UTF8.GetString(_bytes.Slice(_at, (int)length));
        _at += (int)length;
        return text;
    }
}

/// <summary>Signed numbers as unsigned ones, so that those near zero stay small: 0, −1, 1, −2 … are 0, 1, 2, 3 …</summary>
internal static class Zigzag
{
    public static ulong Fold(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
