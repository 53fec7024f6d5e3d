using System.Data.Common;
using CityOps.Storage;

namespace CityOps.Host;

/// <summary>What a command that opens the data itself says where they cannot be used, or cannot any more.</summary>
internal static class StoreFault
{
    /// <summary>True for what whoever called can mend; all else is a fault of the program.</summary>
    public static bool Is(Exception e) => e is StorageException or DbException or IOException or UnauthorizedAccessException;

    /// <summary>Says it in one line.</summary>
    /// <param name="e">What went wrong.</param>
    /// <param name="storage">The data that were opened.</param>
    /// <param name="errors">Told of it.</param>
    /// <param name="others">What else was opened, and may be what is meant.</param>
    /// <returns>How the command ends.</returns>
    public static int Tell(Exception e, StorageOptions storage, TextWriter errors, string others = "")
    {
        // What a driver says names neither the database nor what to do.
        var line = e is DbException
            ? $"{storage.Place}{others}: the database cannot be used any more: {e.Message} See that it is there, and say this again."
            : e.Message;
        errors.WriteLine(line.ReplaceLineEndings(" "));
        return ExitCode.Failed;
    }
}
