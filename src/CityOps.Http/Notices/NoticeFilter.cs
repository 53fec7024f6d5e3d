using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Http.Json;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Notices;

/// <summary>Reads what notices a caller wants listed.</summary>
internal static class NoticeFilter
{
    private static readonly Roles[] Each =
        [Roles.Collector, Roles.Acceptor, Roles.ShiftLead, Roles.Dispatcher, Roles.Handler, Roles.Leader];

    /// <summary>The roles that notices go to.</summary>
    public static Roles Recipients { get; } = Each.Aggregate((all, role) => all | role);

    /// <summary>Their words, as in the query and in the answer.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Each.Select(CityJson.Word)];

    /// <summary>The words of several roles at once.</summary>
    public static IReadOnlyList<string> WordsOf(Roles roles) => [.. Each.Where(r => roles.HasFlag(r)).Select(CityJson.Word)];

    public static bool TryRead(
        IQueryCollection parameters,
        Actor viewer,
        [NotNullWhen(true)] out NoticeQuery? query,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(parameters);
        var role = reader.OneOf("role", Words);
        query = new NoticeQuery(viewer)
        {
            Role = role is null ? null : Each.FirstOrDefault(r => CityJson.Word(r) == role),
            Jurisdiction = reader.Identifier("jurisdiction"),
            Department = reader.Identifier("department"),
            Collector = reader.Identifier("collector"),
            From = reader.Time("from"),
            Limit = reader.Limit(),
            After = reader.Text("after"),
        };
        return !reader.IsMalformed(out problem);
    }
}
