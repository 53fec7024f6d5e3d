using System.Data.Common;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Storage.Databases;
using CityOps.Storage.Lists.Cases;
using Channel = CityOps.Domain.Channel;

namespace CityOps.Storage.Moving;

/// <summary>Brings all that a city's databases hold into others, and compares both by counts and hashes.</summary>
/// <param name="city">For the names of places in the words that cases are found by.</param>
/// <param name="report">Is told how far it is, a line a step.</param>
internal sealed class CityMove(CityConfiguration? city, Action<string> report)
{
    private const int WordsAtOnce = 20_000;

    /// <summary>Every part and its tables. Lists first, events last: lists that lag behind the events go on, and not the other way round.</summary>
    public static IReadOnlyList<(string Part, IReadOnlyList<MovedTable> Tables)> Parts { get; } =
    [
        ("readmodel", MovedTable.ReadModel), ("files", MovedTable.Files), ("devices", MovedTable.Devices),
        ("components", MovedTable.Components), ("tracks", MovedTable.Tracks), ("journal", MovedTable.Journal),
    ];

    /// <summary>What comes before the first row, once the target is known to be empty, or begun by an earlier call.</summary>
    public Action First { get; init; } = () => { };

    /// <summary>Copies what is not there yet. An empty target, or one that an earlier call did not finish.</summary>
    /// <param name="source">Gives the connection of a part; it stays open.</param>
    /// <param name="target">Gives the database of a part.</param>
    /// <param name="cancel">Leaves a target that a further call finishes.</param>
    /// <returns>What every table holds.</returns>
    /// <exception cref="StorageException">The source is not whole, or the target not empty, or it does not hold afterwards what the source holds.</exception>
    public IReadOnlyDictionary<string, TableSum> Run(
        Func<string, DbConnection> source, Func<string, Database> target, CancellationToken cancel)
    {
        foreach (var (part, _) in Parts)
        {
            TableCopy.MustBeWhole(source(part), "The source");
        }

        var targets = Parts.ToDictionary(p => p.Part, p => target(p.Part).Open(CommitPromise.PowerCut));
        try
        {
            // All of them before the first row: a target that is in use is left alone as a whole. Where a copy ended part by part, those
            // that have ended are compared alone.
            var copies = Parts.ToDictionary(p => p.Part, p => new TableCopy(source(p.Part), targets[p.Part], report, cancel));
            var begun = targets.Where(t => TableCopy.IsUnfinished(t.Value)).Select(t => t.Key).ToHashSet();
            var open = Parts.Where(p => begun.Count == 0 || begun.Contains(p.Part) || copies[p.Part].IsEmpty(p.Tables)).ToList();
            if (begun.Count == 0 && open.FirstOrDefault(p => !copies[p.Part].IsEmpty(p.Tables)) is { Part: { } full })
            {
                throw new StorageException($"The target holds data already ({full}). Give it an empty one.");
            }

            First();
            open.ForEach(p => copies[p.Part].Begin());
            foreach (var (part, tables) in open)
            {
                foreach (var table in tables)
                {
                    copies[part].Copy(table);
                }
            }

            MakeWords(source("readmodel"), targets["readmodel"], cancel);
            var sums = Compare(source, targets, cancel);
            foreach (var (part, _) in Parts)
            {
                copies[part].End();
            }

            return sums;
        }
        finally
        {
            foreach (var connection in targets.Values)
            {
                connection.Dispose();
            }
        }
    }

    private Dictionary<string, TableSum> Compare(
        Func<string, DbConnection> source, Dictionary<string, DbConnection> targets, CancellationToken cancel)
    {
        var sums = new Dictionary<string, TableSum>();
        foreach (var (part, tables) in Parts)
        {
            foreach (var table in tables)
            {
                var (from, to) = (TableSum.Of(source(part), table, cancel), TableSum.Of(targets[part], table, cancel));
                if (from != to)
                {
                    throw new StorageException(
                        $"{table.Name}: {from.Rows:N0} rows were to come and {to.Rows:N0} have, with another content. The source is as it was; "
                        + "empty the target and begin anew.");
                }

                report($"{table.Name}: {to.Rows:N0} rows are right ({to.Hash:x32})");
                sums[table.Name] = to;
            }
        }

        return sums;
    }

    /// <summary>The words and places of cases are kept by each database in its own form.</summary>
    private void MakeWords(DbConnection source, DbConnection target, CancellationToken cancel)
    {
        var (places, sql) = (new PlaceNames(city), CaseSql.Of(Dialect.Of(target)));

        // The caller's connection, which it disposes of itself. What an earlier call made goes first: of a million cases that takes its time.
        var writer = new PreparedConnection(target) { IsPatient = true };
        writer.Transact(() =>
        {
            sql.Clear(writer);
            return true;
        });
        var last = long.MinValue;
        for (var (all, count) = (0, WordsAtOnce); count == WordsAtOnce;)
        {
            cancel.ThrowIfCancellationRequested();
            var found = source.Query(
                $"""
                SELECT key, description, source, channel, unit_grid, beat, lat, lon, department FROM case_row WHERE key > @last
                ORDER BY key LIMIT {WordsAtOnce}
                """,
                r => new FoundCase(
                    r.GetInt64(0), r.Text(1), places.Of(r.GetString(4), r.GetString(5)), r.GetString(2),
                    r.GetString(3) == nameof(Channel.Collector), GeoPoint.At(latitude: r.GetDouble(6), longitude: r.GetDouble(7)),
                    r.Text(8)),
                ("@last", last));
            writer.Transact(() =>
            {
                found.ForEach(c => sql.Add(writer, c));
                return true;
            });
            (count, all) = (found.Count, all + found.Count);
            last = count > 0 ? found[^1].Key : last;
            report($"words of cases: {all:N0}");
        }
    }
}
