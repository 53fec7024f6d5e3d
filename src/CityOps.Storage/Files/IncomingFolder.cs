namespace CityOps.Storage.Files;

/// <summary>The folder <c>files/incoming</c>, where bytes wait until they are whole, wherever they go then. Thread-safe.</summary>
internal sealed class IncomingFolder
{
    private readonly string _folder;

    public IncomingFolder(StorageOptions options)
    {
        var root = Path.Combine(options.DataDirectory, "files");
        _folder = Path.Combine(root, "incoming");
        DurableFolder.Make(root);
        DurableFolder.Make(_folder);
    }

    /// <summary>Where the bytes of an id are.</summary>
    public string PathOf(string id) => Path.Combine(_folder, id);

    /// <summary>Makes an empty file that waits for bytes.</summary>
    public string Make(string id)
    {
        var path = PathOf(id);
        new FileStream(path, FileMode.CreateNew).Dispose();
        DurableFolder.Synchronise(_folder);
        return path;
    }

    /// <summary>Deletes what belongs to none of these.</summary>
    public void ForgetBut(IReadOnlySet<string> ids)
    {
        foreach (var path in Directory.EnumerateFiles(_folder).Where(f => !ids.Contains(Path.GetFileName(f))))
        {
            File.Delete(path);
        }
    }
}
