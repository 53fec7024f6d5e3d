using System.Runtime.InteropServices;

namespace CityOps.Storage.Files;

/// <summary>
/// Puts a folder's entries on disk: a file that was synchronised can still be gone after a power cut while the entry that names it
/// was not. Windows has no such call, and writes entries through.
/// </summary>
internal static partial class DurableFolder
{
    /// <summary>Makes a folder, and its entry durable, unless it is there.</summary>
    public static void Make(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            Synchronise(Path.GetDirectoryName(path) ?? path);
        }
    }

    /// <summary>Waits until the folder's entries are on disk.</summary>
    public static void Synchronise(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The framework opens no folders; O_RDONLY is 0 everywhere.
        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw Failed(path);
        }

        try
        {
            if (Flush(descriptor) != 0)
            {
                throw Failed(path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string path) =>
        new($"The folder {path} cannot be put on disk: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
