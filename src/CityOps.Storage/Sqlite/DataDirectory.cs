namespace CityOps.Storage.Sqlite;

/// <summary>
/// The directory of one engine, held by a lock file, so that two engines cannot write the same data.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    public DataDirectory(StorageOptions options)
    {
        try
        {
            Make(options.DataDirectory);
            OwnerOnly.Tighten(options.DataDirectory);
            _lock = new FileStream(
                Path.Combine(options.DataDirectory, "engine.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The data directory {options.DataDirectory} cannot be used: {e.Message} "
                + "Another engine may run on it; set CityOps:DataDirectory to a directory of its own.", e)
            {
                // A path that is missing, too long or forbidden is refused by types of its own; what is left is the lock of another.
                IsInUse = e.GetType() == typeof(IOException) && Directory.Exists(options.DataDirectory),
            };
        }
    }

    /// <summary>
    /// Makes the directory unless it is there. Nobody but its owner can enter it, since it holds people's names and the secrets of
    /// webhooks; of one that is there see <see cref="OwnerOnly"/>.
    /// </summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _lock.Dispose();
}
