using CityOps.Storage.Devices;
using CityOps.Storage.Databases;
using CityOps.Storage.Moving;

namespace CityOps.Storage.Tests.Sqlite;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_second_engine_on_the_same_directory_is_refused()
    {
        using var first = new CityDatabases(_directory.Options);

        var refused = Assert.Throws<StorageException>(() => new CityDatabases(_directory.Options));

        Assert.Contains(_directory.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("CityOps:DataDirectory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_was_let_go_can_be_used_again()
    {
        new CityDatabases(_directory.Options).Dispose();

        new CityDatabases(_directory.Options).Dispose();
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("readmodel.db")]
    [InlineData("tracks.db")]
    public void Data_of_a_newer_version_is_refused_and_the_directory_let_go(string file)
    {
        using (var data = new CityDatabases(_directory.Options))
        {
            SetVersion(data, file, 99);
        }

        var refused = Assert.Throws<StorageException>(() => new CityDatabases(_directory.Options));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
        AssertLetGo();
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("readmodel.db")]
    [InlineData("tracks.db")]
    public void A_damaged_file_is_refused_by_its_name_and_the_directory_let_go(string file)
    {
        var path = Path.Combine(_directory.Path, file);
        File.WriteAllText(path, new string('x', 50_000));

        var refused = Assert.Throws<StorageException>(() => new CityDatabases(_directory.Options));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 50_000), File.ReadAllText(path));
        AssertLetGo();
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=city;Username=c;Password=hidden", "127.0.0.1:1")]
    [InlineData("Hots=db", "ConnectionString")]
    public void A_server_that_cannot_be_used_is_named_without_its_password(string connection, string named)
    {
        var options = new StorageOptions { DataDirectory = _directory.Path, ConnectionString = connection };

        var refused = Assert.Throws<StorageException>(() => new CityDatabases(options));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refused.ToString(), StringComparison.Ordinal);
        AssertLetGo();
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused()
    {
        var file = Path.Combine(_directory.Path, "a-file");
        File.WriteAllText(file, "");

        Assert.Throws<StorageException>(() => new CityDatabases(new StorageOptions { DataDirectory = Path.Combine(file, "data") }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_directory_that_is_made_is_for_its_owner_alone_and_one_that_is_there_keeps_its_mode(bool byKeys)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var (made, there) = (Path.Combine(_directory.Path, "above", "made"), Path.Combine(_directory.Path, "there"));
        Directory.CreateDirectory(there, Owner | UnixFileMode.GroupRead);
        foreach (var path in (string[])[made, there])
        {
            var options = new StorageOptions { DataDirectory = path };
            if (byKeys)
            {
                _ = new DeviceFile(options);
            }
            else
            {
                new CityDatabases(options).Dispose();
            }
        }

        Assert.Equal(Owner, File.GetUnixFileMode(made));
        Assert.Equal(Owner | UnixFileMode.GroupRead, File.GetUnixFileMode(there));
    }

    [Fact]
    public void Keys_and_accounts_are_not_kept_in_files_that_were_moved()
    {
        _ = new DeviceFile(_directory.Options);
        MovedAway.Mark(_directory.Options, new StorageOptions { DataDirectory = _directory.Path, ConnectionString = "Host=db;Database=city" });

        var refused = Assert.Throws<StorageException>(() => new DeviceFile(_directory.Options));

        Assert.Contains("were moved", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_older_versions_left_open_to_everyone_is_closed_and_what_was_opened_to_a_group_stays()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Group = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        const UnixFileMode Everyone = Group | UnixFileMode.OtherRead;
        var options = new StorageOptions { DataDirectory = Path.Combine(_directory.Path, "old") };
        new CityDatabases(options).Dispose();
        File.SetUnixFileMode(options.DataDirectory, Everyone | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(In("journal.db"), Everyone);
        File.SetUnixFileMode(In("tracks.db"), Group);
        new CityDatabases(options).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(options.DataDirectory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In("journal.db")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In("readmodel.db")));
        Assert.Equal(Group, File.GetUnixFileMode(In("tracks.db")));

        string In(string file) => Path.Combine(options.DataDirectory, file);
    }

    private void AssertLetGo()
    {
        using var free = new FileStream(
            Path.Combine(_directory.Path, "engine.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private static void SetVersion(CityDatabases data, string file, int version)
    {
        var database = file switch
        {
            "journal.db" => data.Journal,
            "readmodel.db" => data.ReadModel,
            _ => data.Tracks,
        };
        using var connection = database.Open();
        connection.Execute($"PRAGMA user_version = {version}");
    }
}
