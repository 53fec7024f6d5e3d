using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CityOps.Engine.Ports;

namespace CityOps.Storage.Lists;

/// <summary>Where a page ended: the sort key and the id of its last row, opaque to the caller.</summary>
internal readonly record struct Cursor(long Key, string Id)
{
    public static Cursor Parse(string text)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 2);
            var (key, id) = (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);

            // No id has any, and PostgreSQL takes no text with a zero.
            return id.Any(char.IsControl) ? throw new InvalidCursorException() : new Cursor(key, id);
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidCursorException();
        }
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Key}|{Id}"));
}
