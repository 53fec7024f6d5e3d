using CityOps.Host.Configuration;
using CityOps.Host.Devices;
using CityOps.Host.Keys;

namespace CityOps.EndToEnd.Tests.Postgres;

/// <summary>The database goes away under a command of the line that has opened it.</summary>
public sealed class LostDatabaseTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [SkippableFact]
    public Task A_command_on_keys_says_so_in_a_line() => AssertSaidAsync(() => KeyDesk.OpenAsync(
        ConfigFile.Find(), [postgres.Option], desk => LoseAsync(() => desk.ListAsync(default)), _output, _errors));

    [SkippableFact]
    public Task A_command_on_devices_says_so_in_a_line() => AssertSaidAsync(() => DeviceDesk.OpenAsync(
        ConfigFile.Find(), [postgres.Option], desk => LoseAsync(() => desk.ListAsync(default)), TextReader.Null, _output, _errors));

    private async Task<int> LoseAsync(Func<Task<int>> act)
    {
        await postgres.Server.CrashAsync();
        return await act();
    }

    private async Task AssertSaidAsync(Func<Task<int>> command)
    {
        try
        {
            Assert.Equal(1, await command());
        }
        finally
        {
            await postgres.Server.ResumeAsync();
        }

        Assert.StartsWith(
            "The PostgreSQL database postgres at 127.0.0.1:", Assert.Single($"{_errors}".Trim().Split('\n')), StringComparison.Ordinal);
    }
}
