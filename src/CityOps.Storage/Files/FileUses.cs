using CityOps.Engine.Ports;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Files;

/// <summary>Reads which cases name which files. Thread-safe.</summary>
internal sealed class FileUses(CityDatabases data)
{
    public Task<IReadOnlyList<string>> CasesOfAsync(FileHash hash, CancellationToken cancel) => Task.Run<IReadOnlyList<string>>(
        () =>
        {
            using var connection = data.ReadModel.Open();
            return connection.Query(
                $"SELECT case_id FROM file_use WHERE hash = @hash ORDER BY case_id DESC LIMIT {IFiles.MostCases}", row => row.GetString(0),
                ("@hash", hash.Hex));
        },
        cancel);
}
