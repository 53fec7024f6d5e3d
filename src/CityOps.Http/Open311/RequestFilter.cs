using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CityOps.Domain;
using CityOps.Domain.Catalog;
using CityOps.Engine.Ports;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Open311;

/// <summary>What requests a client wants listed.</summary>
/// <param name="Ids">These and no others; null for those of the query.</param>
/// <param name="Query">What is asked of the others.</param>
/// <param name="Skip">How many stand on the pages before.</param>
internal sealed record RequestFilter(IReadOnlyList<string>? Ids, CaseQuery Query, int Skip)
{
    private const int Most = 1000;
    private const int Deepest = 100_000;
    private const int LongestList = 25_000;
    private static readonly Duration LongestSpan = Duration.FromDays(90);

    public static bool TryRead(
        IQueryCollection parameters,
        Scope scope,
        OpenServices services,
        Instant now,
        [NotNullWhen(true)] out RequestFilter? filter,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(parameters);
        var ids = List(reader, "service_request_id");
        var (from, to) = Span(reader, now);
        var (size, page) = (Number(reader, "page_size", Most) ?? Most, Number(reader, "page", Deepest) ?? 1);
        if ((page - 1L) * size > Deepest)
        {
            reader.Fault("page", $"It lies more than {Deepest:N0} requests away: narrow the dates.");
        }

        var query = new CaseQuery
        {
            Scope = scope,
            From = from,
            To = to,
            IsOpen = Open(reader),
            Categories = [.. Categories(reader, services)],
            Limit = size,
        };
        filter = new RequestFilter(ids, query, (page - 1) * size);
        problem = ids is not null ? null : reader.IsMalformed(out var malformed) ? malformed : null;
        return problem is null;
    }

    private static (Instant From, Instant To) Span(QueryReader reader, Instant now)
    {
        var (start, end) = (reader.Time("start_date"), reader.Time("end_date"));
        var to = end ?? (start is { } first && first + LongestSpan < now ? first + LongestSpan : now + Duration.FromSeconds(1));
        var from = start ?? to - LongestSpan;
        if (from > to || to - from > LongestSpan + Duration.FromSeconds(1))
        {
            reader.Fault("end_date", "It lies before start_date or more than 90 days after it.");
        }

        return (from, to);
    }

    private static bool? Open(QueryReader reader)
    {
        var words = List(reader, "status") ?? [];
        if (words.Any(w => w is not ("open" or "closed")))
        {
            reader.Fault("status", "It is neither open nor closed, nor both with a comma between.");
        }

        return words.Distinct().ToList() is [var only] ? only == "open" : null;
    }

    private static IEnumerable<(CategoryKind Kind, string Code)> Categories(QueryReader reader, OpenServices services)
    {
        foreach (var code in List(reader, "service_code") ?? [])
        {
            if (services.TryFindAny(code, out var category))
            {
                yield return (category.Kind, category.Code);
            }
            else
            {
                reader.Fault("service_code", "It was not found.");
            }
        }
    }

    private static string[]? List(QueryReader reader, string name) =>
        reader.Text(name, LongestList)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static int? Number(QueryReader reader, string name, int most)
    {
        if (reader.Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        reader.Fault(name, $"It is no number from 1 to {most:N0}.");
        return null;
    }
}
