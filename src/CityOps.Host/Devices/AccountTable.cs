using CityOps.Domain.Devices;
using CityOps.Host.City.Reading;
using CityOps.Telemetry.Security;

namespace CityOps.Host.Devices;

/// <summary>Reads accounts from a CSV file with the columns <c>id,password</c>; the id is the user: <c>vehicles/v0001</c>.</summary>
internal static class AccountTable
{
    private static readonly string[] Columns = ["id", "password"];

    /// <summary>The accounts, or every fault with its line. No fault shows a password.</summary>
    public static async Task<(IReadOnlyList<(string User, string Password)> Rows, IReadOnlyList<string> Faults)> ReadAsync(
        string file, CancellationToken cancel)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(file, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], [$"{file}: {e.Message}"]);
        }

        var rows = new List<(string User, string Password)>();
        var log = new FaultLog();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        TableRecords.Read(file, content, Columns, log, row => Take(row, rows, seen));
        return (rows, [.. log.Faults.Select(f => $"{f.File}:{f.Line}: {f.Problem}. {f.Remedy}.")]);
    }

    private static void Take(TableRow row, List<(string User, string Password)> rows, HashSet<string> seen)
    {
        var (user, password) = (row.Text("id"), row.OptionalText("password"));
        if (!DeviceUser.TryParse(user, out var parsed) || parsed.Device is null)
        {
            row.Fault($"'{user}' is no device", "Write vehicles/{id} or collectors/{id}");
        }
        else if (!seen.Add(user))
        {
            row.Fault($"'{user}' stands here twice", "Leave one of them out");
        }

        if (password.Length is not 0 and (< DevicePassword.MinLength or > DevicePassword.MaxLength))
        {
            row.Fault(
                "The password is too short or too long",
                $"Use {DevicePassword.MinLength} to {DevicePassword.MaxLength} characters, or leave it empty to have one made");
        }

        if (row.IsSound)
        {
            rows.Add((user, password));
        }
    }
}
