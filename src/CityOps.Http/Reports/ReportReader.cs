using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Reports;

/// <summary>Turns a request into a report in its grid, or says what is wrong with it. Thread-safe.</summary>
internal sealed class ReportReader(CityConfiguration city, PlaceReader places, TimeProvider clock)
{
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Duration Ahead = Duration.FromMinutes(5);

    /// <summary>Reads a request.</summary>
    /// <param name="request">The body.</param>
    /// <param name="key">The <c>Idempotency-Key</c>, if there is one.</param>
    /// <param name="report">The report.</param>
    /// <param name="problem">The answer where it cannot be taken.</param>
    public bool TryRead(
        ReportRequest request,
        string? key,
        [NotNullWhen(true)] out Report? report,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        report = null;
        var faults = Check(request);
        if (faults.Any
            || request is not { T: { } t, Lon: { } lon, Lat: { } lat, Kind: { } kind, Category: { } category })
        {
            problem = Problem.Invalid(faults.ByField);
            return false;
        }

        if (!places.TryRead(lon, lat, request.Datum, out var place, out problem))
        {
            return false;
        }

        problem = CheckCatalog(request)?.ToProblem();
        if (problem is not null)
        {
            return false;
        }

        // Without any id, the sender does not care to send it once only: each message is a report of its own.
        var source = request.Source ?? key ?? request.Id ?? Guid.NewGuid().ToString("N");
        var channel = request.Channel ?? Domain.Channel.Console;
        report = new Report(channel, source, t, place.Point, place.UnitGrid, place.Beat, kind, category)
        {
            Condition = request.Condition,
            Component = request.Component,
            Description = request.Description,
            Photos = request.Photos ?? [],
            SelfHandled = request.SelfHandled ?? false,
            Reporter = request.Reporter,
        };
        return true;
    }

    private Faults Check(ReportRequest request)
    {
        var faults = new Faults();
        if (faults.Require("t", request.T) && (request.T < Earliest || request.T > clock.GetCurrentInstant() + Ahead))
        {
            faults.Add("t", "It is before the year 2000 or more than five minutes ahead.");
        }

        PlaceReader.Check(faults, request.Lon, request.Lat);
        faults.Require("kind", request.Kind);
        faults.Require("category", request.Category);
        faults.Bound("category", request.Category, 64);
        faults.Bound("condition", request.Condition, 64);
        faults.Identify("id", request.Id);
        faults.Identify("source", request.Source);
        faults.Identify("component", request.Component);
        faults.Bound("description", request.Description, 4000);
        faults.Bound("reporter", request.Reporter, 200);
        faults.Evidence("photos", request.Photos);
        if (request.Channel is Domain.Channel.System)
        {
            faults.Add("channel", "The engine's own channel is not for callers.");
        }

        return faults;
    }

    private Rejection? CheckCatalog(ReportRequest request)
    {
        if (request is not { Kind: { } kind, Category: { } code })
        {
            return null;
        }

        return city.Categories.GetValueOrDefault((kind, code)) switch
        {
            null => CaseRejections.UnknownCategory(kind, code),
            { } category when request.Condition is { } wanted && category.Conditions.All(c => c.Id != wanted) =>
                CaseRejections.UnknownCondition(category, wanted),
            _ => null,
        };
    }
}
