namespace CityOps.Simulator;

/// <summary>Something the user gave (a file, a directory, an option) cannot be used; the message names it.</summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
