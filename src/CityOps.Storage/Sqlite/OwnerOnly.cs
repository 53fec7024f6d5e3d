namespace CityOps.Storage.Sqlite;

/// <summary>
/// Keeps what an engine has on disk from everyone but its owner, and whoever the owner lets in by the group. On Windows the directory's
/// own access list says so.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a file for its owner alone, unless it is there. SQLite gives the files beside it the same mode.</summary>
    public static void Create(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    /// <summary>
    /// Closes a directory and what lies in it to all but the owner where everyone can look in, as older versions left it. What
    /// others cannot read keeps its mode: whoever opened it to a group meant that.
    /// </summary>
    public static void Tighten(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Tighten(new DirectoryInfo(directory));
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is null)
            {
                Tighten(entry);
            }
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Tighten(FileSystemInfo entry)
    {
        try
        {
            if ((entry.UnixFileMode & Others) != 0)
            {
                entry.UnixFileMode &= Owner;
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException)
        {
            // It is another user's, whose it is to say; or SQLite has just done with it.
        }
    }
}
