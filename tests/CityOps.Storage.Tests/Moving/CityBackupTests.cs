using System.Security.Cryptography;
using CityOps.Storage.Databases;
using CityOps.Storage.Moving;
using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Tests.Moving;

public sealed class CityBackupTests : IDisposable
{
    private readonly TemporaryDirectory _city = new();
    private readonly TemporaryDirectory _other = new();
    private readonly CityMoves _moves = new(null, _ => { });

    public void Dispose()
    {
        _city.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_backup_of_another_version_is_refused_and_left_as_it_is()
    {
        var before = TrackSchema.Steps.Count - 1;
        var older = new SqliteFile(Path.Combine(_city.Path, "tracks.db"), CommitPromise.PowerCut, [.. TrackSchema.Steps.Take(before)]);
        var nothing = new TableSum(0, 0);
        CityBackup.Sign(_city.Path, new Dictionary<string, TableSum> { ["fix_batch"] = nothing, ["journal"] = nothing }, files: 0);

        var refused = Assert.Throws<StorageException>(() => _moves.Restore(_city.Path, _other.Options, default));

        Assert.Contains("tracks.db", refused.Message, StringComparison.Ordinal);
        using var connection = older.Open();
        Assert.Equal(before, connection.Scalar("PRAGMA user_version"));
    }

    [Fact]
    public void Of_a_move_that_was_not_finished_there_is_no_backup()
    {
        Begin();

        var refused = Assert.Throws<StorageException>(() => _moves.Back(_city.Options, _other.Path, default));

        Assert.Contains("begun and not finished", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_other.Path, "backup.json")));
    }

    [Fact]
    public void Of_a_move_that_was_not_finished_nothing_is_moved_on()
    {
        Begin();

        var refused = Assert.Throws<StorageException>(() => _moves.Migrate(_city.Options, _other.Options, default));

        Assert.Contains("begun and not finished", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_city.Path, "moved-away.txt")));
    }

    [Fact]
    public void A_backup_is_for_its_owner_alone_in_a_directory_that_was_there_too()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode Everyone = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        new CityDatabases(_city.Options).Dispose();
        File.SetUnixFileMode(_other.Path, Everyone);

        _moves.Back(_city.Options, _other.Path, default);

        Assert.Equal(Owner, File.GetUnixFileMode(_other.Path));
        foreach (var file in Directory.EnumerateFiles(_other.Path, "*.db"))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void A_file_that_goes_while_files_are_copied_does_not_end_the_backup()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // A link that leads nowhere has a name, and is gone when it is read.
        var folder = Path.Combine(_city.Path, "files", "ab");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "stays"), "");
        File.CreateSymbolicLink(Path.Combine(folder, "goes"), Path.Combine(folder, "nowhere"));

        var copied = CityBackup.CopyFiles(_city.Path, _other.Path, _ => { }, default);

        Assert.Equal(1, copied);
        Assert.Equal(["stays"], Directory.EnumerateFiles(Path.Combine(_other.Path, "files", "ab")).Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public void No_photo_of_a_backup_comes_into_a_place_that_holds_data()
    {
        using var full = new TemporaryDirectory();
        BackWithPhoto();
        using (var connection = CityDatabases.Part(full.Options, "tracks").Open())
        {
            connection.Execute("INSERT INTO fix_batch (fixes) VALUES (@fixes)", ("@fixes", new byte[] { 1 }));
        }

        var refused = Assert.Throws<StorageException>(() => _moves.Restore(_other.Path, full.Options, default));

        Assert.Contains("holds data already", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(full.Path, "files")));
    }

    [Fact]
    public void The_photos_of_a_backup_come_into_an_empty_place()
    {
        using var empty = new TemporaryDirectory();
        var photo = BackWithPhoto();

        _moves.Restore(_other.Path, empty.Options, default);

        Assert.True(File.Exists(Path.Combine(empty.Path, photo)));
    }

    [Fact]
    public void From_where_there_is_no_city_nothing_is_moved()
    {
        var refused = Assert.Throws<StorageException>(() => _moves.Migrate(_city.Options, _other.Options, default));

        Assert.Contains("holds no city's data", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_city.Path));
    }

    /// <summary>Backs a city up that has one photo; where that is in a directory of data.</summary>
    private string BackWithPhoto()
    {
        byte[] bytes = [1, 2, 3];
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var photo = Path.Combine("files", name[..2], name);
        new CityDatabases(_city.Options).Dispose();
        Directory.CreateDirectory(Path.Combine(_city.Path, "files", name[..2]));
        File.WriteAllBytes(Path.Combine(_city.Path, photo), bytes);
        _moves.Back(_city.Options, _other.Path, default);
        return photo;
    }

    /// <summary>What is left of a move into the city that was killed.</summary>
    private void Begin()
    {
        using var connection = CityDatabases.Part(_city.Options, "journal").Open();
        new TableCopy(connection, connection, _ => { }, default).Begin();
    }
}
