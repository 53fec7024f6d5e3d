using System.Data.Common;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Lists.Cases;

/// <summary>What a database can do to find cases by their words, by their place and by the order of their keys.</summary>
internal abstract class CaseSql
{
    private static readonly SqliteCases Sqlite = new();
    private static readonly PostgresCases Postgres = new();

    /// <summary>A point that lies in a box.</summary>
    public abstract CaseCondition InBox { get; }

    public static CaseSql Of(Dialect dialect) => dialect == Dialect.Postgres ? Postgres : Sqlite;

    /// <summary>
    /// Of fewer rows than this, to fetch and to sort all is cheaper than to walk past the others: about the root of rows times page, and
    /// more where they lie together, or where further conditions pass over most rows.
    /// </summary>
    /// <param name="condition">The condition.</param>
    /// <param name="conditions">How many there are.</param>
    /// <param name="isByReport">True if the rows are wanted in the order of their keys.</param>
    public abstract int FewOf(CaseCondition condition, int conditions, bool isByReport);

    /// <summary>The conditions by which rows may be found: each by itself, or some together where the database can.</summary>
    public virtual IReadOnlyList<CaseCondition> Together(IReadOnlyList<CaseCondition> sources) => sources;

    /// <summary>
    /// How many rows a condition has; no more than need be counted to see that they are not few. With their keys, where it costs so much to
    /// find them that they are not looked for twice.
    /// </summary>
    /// <param name="connection">The connection on which it is asked.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="span">The span of time, as a test of the condition's key; null where none is asked for.</param>
    /// <param name="few">As <see cref="FewOf"/> says.</param>
    /// <param name="parameters">The values.</param>
    public abstract (long Count, long[]? Keys) Count(
        DbConnection connection, CaseCondition condition, string? span, int few, (string Name, object? Value)[] parameters);

    /// <summary>The rows in the order of an index, or of their keys; stands after FROM.</summary>
    public abstract string By(string? index);

    /// <summary>All rows, in the order of an index or of their keys.</summary>
    /// <param name="index">The index; null for the order of keys.</param>
    /// <param name="conditions">What is asked of them.</param>
    public virtual CaseWay Walk(string? index, IReadOnlyList<CaseCondition> conditions) => new(By(index));

    /// <summary>The condition that a case has the words of a text.</summary>
    /// <param name="connection">The connection on which it is asked.</param>
    /// <param name="text">What was looked for; it has words.</param>
    /// <param name="query">What else is asked; nobody finds by what they do not see.</param>
    /// <param name="places">The names of grids.</param>
    /// <param name="set">Gets the parameters of the condition and their values.</param>
    public abstract CaseCondition HasWords(
        DbConnection connection, string text, CaseQuery query, PlaceNames places, Action<string, object?> set);

    /// <summary>The rows of an index or a walk through a table, in the order of their keys.</summary>
    public abstract CaseWay Along(CaseCondition condition);

    /// <summary>A test that leads nowhere: rows are come by on another way.</summary>
    public abstract string Beside(string test);

    /// <summary>A statement whose rows come in the order of an index, and of which only the first ones are wanted.</summary>
    public abstract string Walking(string select);

    /// <summary>The few rows of a condition, which are fetched whatever else is asked.</summary>
    /// <param name="few">The condition; where its source has rows in the order of their keys, few of those in the span meet it.</param>
    /// <param name="span">The span of time that is asked for, as a test of the condition's key; null for none.</param>
    /// <param name="found">The parameter with the keys that were found when they were counted; null for none.</param>
    public abstract CaseWay To(CaseCondition few, string? span, string? found);

    /// <summary>Has a case found by its words and its place.</summary>
    public abstract void Add(PreparedConnection connection, FoundCase found);

    /// <summary>Has a case found by its new department, before its row says it; null for none.</summary>
    public virtual void Dispatch(PreparedConnection connection, string id, string? department)
    {
    }

    /// <summary>Has it found no more.</summary>
    public abstract void Remove(PreparedConnection connection, long key);

    /// <summary>Has no case found.</summary>
    public abstract void Clear(PreparedConnection connection);
}

/// <summary>By what a case is found.</summary>
/// <param name="Key">Its row.</param>
/// <param name="Description">As it was reported.</param>
/// <param name="Place">The names of its grids and what is above them.</param>
/// <param name="Number">The number that its reporter gave it.</param>
/// <param name="IsOfCollector">True if the number begins with who carries the handset, before a stroke.</param>
/// <param name="At">Where it is.</param>
/// <param name="Department">Who has it to handle; null for nobody yet.</param>
internal sealed record FoundCase(
    long Key, string? Description, string Place, string Number, bool IsOfCollector, GeoPoint At, string? Department);
