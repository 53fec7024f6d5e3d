using System.Diagnostics.CodeAnalysis;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>Reads what cases a caller wants listed.</summary>
internal static class CaseFilter
{
    /// <summary>The orders, the usual one first; <c>-</c> stands for the latest first.</summary>
    public static readonly string[] Sorts =
        [.. Enum.GetValues<CaseOrder>().Select(o => CityJson.Word(o)).SelectMany(word => new[] { $"-{word}", word })];

    public static bool TryRead(
        IQueryCollection parameters,
        Caller caller,
        [NotNullWhen(true)] out CaseQuery? query,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(parameters);
        var (order, ascending) = Sort(reader.OneOf("sort", Sorts));
        query = new CaseQuery
        {
            Scope = caller.Scope,
            Sight = CaseSight.InLists(caller.Actor),
            Stage = reader.Word<Stage>("stage"),
            Light = reader.Word<Light>("light"),
            Department = reader.Identifier("department"),
            Grid = reader.Identifier("grid"),
            Category = reader.Identifier("category"),
            Channel = reader.Word<Domain.Channel>("channel"),
            Collector = reader.Identifier("collector"),
            From = reader.Time("from"),
            To = reader.Time("to"),
            Box = reader.Box("bbox"),
            Text = reader.Text("q"),
            Order = order,
            Ascending = ascending,
            Limit = reader.Limit(),
            After = reader.Text("after"),
        };
        problem = reader.IsMalformed(out var malformed) ? malformed : null;
        return problem is null;
    }

    private static (CaseOrder Order, bool Ascending) Sort(string? word) => word is null
        ? default
        : ((CaseOrder)(Array.IndexOf(Sorts, word) / 2), word[0] != '-');
}
