using System.Globalization;
using CityOps.Engine.Ports;

namespace CityOps.Storage.Lists.Cases;

/// <summary>Where a page of cases ended: the order that it is of, what that goes by of its last row, and the row's key.</summary>
internal readonly record struct CaseCursor(CaseOrder Order, long Value, long Key)
{
    /// <summary>Reads a cursor of the given order.</summary>
    public static CaseCursor Parse(string text, CaseOrder order)
    {
        var (value, rest) = Cursor.Parse(text);
        return rest.Split('/') is [var of, var key] && of == order.ToString()
            && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? new CaseCursor(order, value, parsed)
            : throw new InvalidCursorException();
    }

    public override string ToString() => new Cursor(Value, $"{Order}/{Key}").ToString();
}
