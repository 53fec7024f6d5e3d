namespace CityOps.Engine.Ports;

/// <summary>The cursor of a list is none that the list gave out.</summary>
public sealed class InvalidCursorException : Exception
{
    /// <summary>With the usual message.</summary>
    public InvalidCursorException()
        : base("The cursor is not one that this list gave out.")
    {
    }

    /// <summary>With a message.</summary>
    public InvalidCursorException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public InvalidCursorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
