using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Engine.Changes;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Http.Json;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>Something that happened to a case.</summary>
/// <param name="Id">The case and the sequence number: unique among all events.</param>
/// <param name="Sequence">Its place among the case's events, from 1.</param>
/// <param name="Type">What happened: <c>reported</c>, <c>filed</c> …</param>
/// <param name="At">When it was decided, by the engine's clock.</param>
/// <param name="ObservedAt">When it happened, by the device's or caller's clock.</param>
/// <param name="By">Who did it.</param>
/// <param name="Via">Through which channel.</param>
/// <param name="CommandId">The command that led to it.</param>
/// <param name="Policy">The version of the configuration that was applied.</param>
/// <param name="Details">What is particular to the type.</param>
internal sealed record CaseEventBody(
    string Id,
    long Sequence,
    string Type,
    Instant At,
    Instant ObservedAt,
    ActorBody By,
    Domain.Channel Via,
    string CommandId,
    string Policy,
    object Details)
{
    private static readonly JsonSerializerOptions Options = CreateOptions();

    public static CaseEventBody From(JournalledEvent journalled, CaseSight sight)
    {
        var happened = (CaseEvent)journalled.Event;
        var stamp = happened.Stamp;
        return new CaseEventBody(
            $"{happened.Case}-{journalled.Sequence}",
            journalled.Sequence,
            CaseEventName.Of(happened),
            stamp.At,
            stamp.ObservedAt,
            ActorBody.From(stamp.By, sight),
            stamp.Via,
            Masks.Source(stamp.Via, stamp.CommandId, sight),
            stamp.Policy,
            DetailsOf(happened, sight));
    }

    // Who reported is left out: it is personal data where it was a citizen, and hidden from who handles it otherwise.
    private static JsonObject DetailsOf(CaseEvent happened, CaseSight sight) => happened is CaseReported e
        ? AsObject(ReportDetails.From(e.Report, sight))
        : Kept(happened, sight);

    /// <summary>What the journal has of it, without what stands beside it already.</summary>
    private static JsonObject Kept(CaseEvent happened, CaseSight sight)
    {
        var kept = AsObject(happened);
        foreach (var name in (string[])["case", "stamp", "schedule", "void", "entry"])
        {
            kept.Remove(name);
        }

        if (happened is CaseFiled filed)
        {
            kept.Remove("filing");
            foreach (var (name, value) in AsObject(filed.Filing).ToList())
            {
                kept[name] = value?.DeepClone();
            }
        }

        (kept["task"] as JsonObject)?.Remove("reporter");
        if (!sight.Collectors)
        {
            kept.Remove("collector");
            if (happened is SimilarFound)
            {
                kept.Remove("cases");
            }

            foreach (var notice in (kept["notices"] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                notice.Remove("collector");
            }
        }

        if (!sight.Reporter && happened is FollowUpCalled)
        {
            kept.Remove("note");
        }

        return kept;
    }

    private static JsonObject AsObject(object value) =>
        JsonSerializer.SerializeToNode(value, value.GetType(), Options)?.AsObject() ?? [];

    /// <summary>As the journal has it, but with times as everywhere at this border.</summary>
    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(EventJson.Options);
        options.Converters.Insert(0, new InstantJson());
        return options;
    }
}

/// <summary>What was reported. No anonymous type: its properties cannot be set, and of such the journal's way of writing keeps nothing.</summary>
internal sealed record ReportDetails(
    Domain.Channel Channel, string Source, double Lon, double Lat, string Grid, string? PatrolGrid, CategoryKind Kind, string Category,
    string? Condition, string? Component, string? Description, IReadOnlyList<string> Photos, bool SelfHandled)
{
    public static ReportDetails From(Report report, CaseSight sight) => new(
        report.Channel, Masks.Source(report.Channel, report.Source, sight), report.Place.Longitude, report.Place.Latitude, report.UnitGrid,
        Grids.GridNames.PatrolGrid(report.UnitGrid, report.Beat), report.Kind, report.Category, report.Condition, report.Component,
        report.Description, report.Photos, report.SelfHandled);
}

/// <summary>Who acted; without an id where it is a citizen or collector of whom the caller is not told.</summary>
internal sealed record ActorBody(string? Id, IReadOnlyList<string> Roles, string? Jurisdiction, string? Department)
{
    public static ActorBody From(Actor actor, CaseSight sight) => new(
        sight.Tells(actor) ? actor.Id : null,
        [.. actor.Roles.OneByOne().Select(CityJson.Word)],
        actor.Jurisdiction,
        actor.Department);
}
