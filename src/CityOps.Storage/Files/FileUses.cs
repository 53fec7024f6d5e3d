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
                $"""
                SELECT u.case_id FROM file_use u LEFT JOIN case_row r ON r.id = u.case_id
                WHERE u.hash = @hash ORDER BY r.key IS NULL, r.key LIMIT {IFiles.MostCases}
                """,
                row => row.GetString(0), ("@hash", hash.Hex));
        },
        cancel);
}
