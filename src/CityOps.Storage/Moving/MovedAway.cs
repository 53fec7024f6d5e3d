namespace CityOps.Storage.Moving;

/// <summary>A note in a data directory that its SQLite files went into another database: nobody shall go on with them by mistake.</summary>
internal static class MovedAway
{
    private const string Note = "moved-away.txt";

    public static void Mark(StorageOptions from, StorageOptions to)
    {
        var path = Path.Combine(from.DataDirectory, Note);
        if (from.ConnectionString.Length == 0)
        {
            File.WriteAllText(path, to.Place);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <exception cref="StorageException">The options name SQLite files that were moved.</exception>
    public static void MustNotBe(StorageOptions options)
    {
        var path = Path.Combine(options.DataDirectory, Note);
        if (options.ConnectionString.Length == 0 && File.Exists(path))
        {
            throw new StorageException(
                $"The data of {options.DataDirectory} were moved: {File.ReadAllText(path)}. Set CityOps:Storage:ConnectionString; or, to go on with "
                + $"what was left here, delete {path}.");
        }
    }
}
