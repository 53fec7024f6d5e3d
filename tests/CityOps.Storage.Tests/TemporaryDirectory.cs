namespace CityOps.Storage.Tests;

/// <summary>A directory that goes with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cityops-storage-").FullName;

    public StorageOptions Options => new() { DataDirectory = Path };

    /// <summary>What a kill would leave on disk at this moment.</summary>
    public TemporaryDirectory Snapshot()
    {
        var copy = new TemporaryDirectory();
        foreach (var file in Directory.GetFiles(Path, "*.db*"))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
