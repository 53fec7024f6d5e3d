using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>Reads what cases a caller wants listed.</summary>
internal static class CaseFilter
{
    public static bool TryRead(
        IQueryCollection parameters,
        Scope scope,
        [NotNullWhen(true)] out CaseQuery? query,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(parameters);
        query = new CaseQuery
        {
            Scope = scope,
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
            OldestFirst = reader.OneOf("sort", "reportedAt", "-reportedAt") == "reportedAt",
            Limit = reader.Limit(),
            After = reader.Text("after"),
        };
        problem = reader.IsMalformed(out var malformed) ? malformed : null;
        return problem is null;
    }
}
