using System.Data.Common;
using CityOps.Domain.City;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using CityOps.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityOps.Storage.Moving;

/// <summary>Moves a city's data from one database to another, into backups and back.</summary>
/// <param name="city">The city; without it cases are found by the codes of their places alone.</param>
/// <param name="report">Is told how far it is, a line a step.</param>
public sealed class CityMoves(CityConfiguration? city, Action<string> report)
{
    /// <summary>Copies everything and compares it. No engine may run on either; photos stay where they are, in the data directory.</summary>
    /// <exception cref="StorageException">One is in use, there is no source, the target is not empty, or it does not hold afterwards what the source holds.</exception>
    public void Migrate(StorageOptions from, StorageOptions to, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.ConnectionString.Length == 0)
        {
            CityBackup.MustHoldCity(from.DataDirectory);
        }

        using var directory = new DataDirectory(from);
        using var lockOfSource = Lock(from);
        using var lockOfTarget = Lock(to);
        using var source = new Source(part => CityDatabases.Part(from, part).Open());
        new CityMove(city, report).Run(source.Of, part => CityDatabases.Part(to, part), cancel);
        MovedAway.Mark(from, to);
    }

    /// <summary>Writes a backup into a new directory, beside a running engine.</summary>
    /// <exception cref="StorageException">There is something in the directory, or the data cannot be read.</exception>
    public void Back(StorageOptions from, string directory, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new StorageException($"{directory} is not empty. A backup goes into a directory of its own.");
        }

        MovedAway.MustNotBe(from);
        report($"From {from.Place}");
        DataDirectory.Make(directory);
        OwnerOnly.Tighten(directory);
        IReadOnlyDictionary<string, TableSum> sums;
        if (from.ConnectionString.Length == 0)
        {
            sums = CityBackup.OfSqlite(from.DataDirectory, directory, report, cancel);
        }
        else
        {
            // All parts as they are at one moment.
            using var connection = CityDatabases.Part(from, "journal").Open();
            connection.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            connection.Execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            sums = new CityMove(city, report).Run(_ => connection, part => CityBackup.Part(directory, part), cancel);
            connection.Execute("COMMIT");
        }

        CityBackup.Sign(directory, sums, CityBackup.CopyFiles(from.DataDirectory, directory, report, cancel));
    }

    /// <summary>Checks a backup and makes an empty place hold it.</summary>
    /// <exception cref="StorageException">It is damaged, or there are data in the place.</exception>
    public void Restore(string directory, StorageOptions to, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(to);
        CityBackup.Check(directory, report, cancel);
        using var held = new DataDirectory(to);
        using var lockOfTarget = Lock(to);
        using var source = new Source(part => CityBackup.Part(directory, part).Open());
        var move = new CityMove(city, report)
        {
            // Before what names them: broken off there, the databases are as empty as they were.
            First = () => CityBackup.CopyFiles(directory, to.DataDirectory, report, cancel),
        };
        move.Run(source.Of, part => CityDatabases.Part(to, part), cancel);
    }

    private static EngineLock Lock(StorageOptions options) => new(options, TimeProvider.System, NullLogger<EngineLock>.Instance);

    /// <summary>One connection a part, each opened once.</summary>
    private sealed class Source(Func<string, DbConnection> open) : IDisposable
    {
        private readonly Dictionary<string, DbConnection> _open = [];

        public DbConnection Of(string part) => _open.TryGetValue(part, out var connection) ? connection : _open[part] = open(part);

        public void Dispose()
        {
            foreach (var connection in _open.Values)
            {
                connection.Dispose();
            }
        }
    }
}
