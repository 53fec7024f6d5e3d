using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CityOps.Domain.City;
using CityOps.Http.Calling;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Live;

/// <summary>What a reader wants to hear of.</summary>
/// <param name="Cases">Changes of cases.</param>
/// <param name="Positions">Where devices are.</param>
/// <param name="Filter">Which of them.</param>
/// <param name="After">The id of the last event that the reader has had; null for who comes new.</param>
internal sealed record StreamRequest(bool Cases, bool Positions, StreamFilter Filter, long? After)
{
    public const string LastEventId = "Last-Event-ID";

    private static readonly string[] Topics = ["cases", "positions"];

    public static bool TryRead(
        HttpRequest request, Caller caller, CityConfiguration city, [NotNullWhen(true)] out StreamRequest? read,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(request.Query);
        var topics = (reader.Text("topics") ?? string.Join(',', Topics)).Split(',');
        if (topics.Except(Topics).Any())
        {
            reader.Fault("topics", $"It is no list of {string.Join(", ", Topics)}, separated by commas.");
        }

        var filter = new StreamFilter(caller.Scope, city, reader.Box("bbox"), reader.Identifier("department"));
        long? after = null;
        if (request.Headers[LastEventId] is { Count: > 0 } ids && ids.ToString() is { Length: > 0 } id)
        {
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                after = number;
            }
            else
            {
                reader.Fault(LastEventId, "It is no id of an event of this stream.");
            }
        }

        read = new StreamRequest(topics.Contains("cases"), topics.Contains("positions"), filter, after);
        return !reader.IsMalformed(out problem);
    }
}
