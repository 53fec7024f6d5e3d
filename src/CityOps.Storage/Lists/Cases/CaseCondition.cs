namespace CityOps.Storage.Lists.Cases;

/// <summary>One thing that is asked of the cases of a list.</summary>
/// <param name="OfRow">The test of a row.</param>
internal sealed record CaseCondition(string OfRow)
{
    /// <summary>The index or table that finds the rows by it, for a FROM; null where none does.</summary>
    public string? Source { get; init; }

    /// <summary>The test in a table of its own; null where the source is an index of the rows.</summary>
    public string? OfTable { get; init; }

    /// <summary>The column of the source that is the key of a row.</summary>
    public string Key { get; init; } = "key";

    /// <summary>True if the source has the rows in the order of their keys.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>True if its rows lie beside each other.</summary>
    public bool IsRun { get; init; }

    /// <summary>True if the test asks for nothing of a row but its key.</summary>
    public bool IsOfKey { get; init; }

    /// <summary>True if a row that the table has needs no further test.</summary>
    public bool IsExact { get; init; }
}

/// <summary>The way on which rows are come by.</summary>
/// <param name="From">What stands after FROM.</param>
internal sealed record CaseWay(string From)
{
    /// <summary>The column that is the key of a row and has an order.</summary>
    public string Key { get; init; } = "key";

    /// <summary>The test that leads the way, if there is one.</summary>
    public string? Test { get; init; }

    /// <summary>The condition that holds on the whole way, and needs no test of its own.</summary>
    public CaseCondition? Holds { get; init; }

    /// <summary>
    /// The same with the key and the columns that lists are ordered by alone, which an index has: where nothing else is asked of the rows, only
    /// those of the page are read. Null where no index has them.
    /// </summary>
    public string? Slim { get; init; }

    /// <summary>What is said to the database before it is asked; empty for nothing.</summary>
    public string Before { get; init; } = "";

    /// <summary>True where all rows of the way are fetched and put in order; else they come in order, and the first are enough.</summary>
    public bool IsSorted { get; init; }
}
