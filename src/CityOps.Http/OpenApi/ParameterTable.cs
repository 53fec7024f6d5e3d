using System.Text.Json.Nodes;
using CityOps.Domain.Cases;
using CityOps.Domain.Components;
using CityOps.Domain.Devices;
using CityOps.Http.Cases;
using CityOps.Http.Devices;
using CityOps.Http.Grids;
using CityOps.Http.Json;
using CityOps.Http.Live;
using CityOps.Http.Notices;
using Microsoft.OpenApi;

namespace CityOps.Http.OpenApi;

/// <summary>Every query parameter and header, once: a name means the same wherever it stands.</summary>
internal static class ParameterTable
{
    private static readonly Dictionary<string, OpenApiParameter> ByName = new OpenApiParameter[]
    {
        Query("stage", "Only cases in this stage.", Words<Stage>()),
        Query("light", "Only cases whose limits stand so: the worst of those that run.", Words<Light>()),
        Query("department", "Only what this department has: its cases, its queue, or notices to it.", Text()),
        Query("grid", "Only what is in this unit grid (15 digits) or patrol grid.", Text()),
        Query("category", "Only cases or components of this subclass.", Text()),
        Query("channel", "Only cases that came from here.", Words<Domain.Channel>()),
        Query("collector", "Only what is of this collector: cases that they reported, or notices to them.", Text()),
        Query("role", "Only notices to this role.", Words([.. NoticeFilter.Words])),
        Query("jurisdiction", "Only notices to this centre (the city's code for the city's own), or queues of this jurisdiction and below.", Text()),
        Query("from", "At or after this time: RFC 3339 with zone, or epoch milliseconds.", Text("date-time")),
        Query("to", "Before this time: RFC 3339 with zone, or epoch milliseconds.", Text("date-time")),
        Query(
            Queries.Moment.Parameter, "The past moment that is asked about: RFC 3339 with zone, or epoch milliseconds; now by default.",
            Text("date-time")),
        Query("bbox", "Inside of this box: minLon,minLat,maxLon,maxLat in degrees.", Text()),
        Query("near", "Nearest to this place first: lon,lat in degrees. Such a list has no further pages.", Text()),
        Query(
            "q",
            "Words of the description, the place (codes and names of its grids and jurisdictions) or the number (id, source): all of "
            + "them, each from its beginning; Chinese text anywhere in a sentence.",
            Text()),
        Query(
            "sort",
            "The order, with - the latest first; newest first by default. By dueAt a case without a running limit counts as due last.",
            Words(CaseFilter.Sorts)),
        Query("limit", "At most so many entries, 1 to 1,000; 100 by default.", Number(JsonSchemaType.Integer)),
        Query("after", "The 'next' of the page before.", Text()),
        Query("online", "Only devices that are, or are not, online; silent ones are.", Flag()),
        Query("presence", "Only devices that are so present: silent ones are connected, but have not said anything for a while.", Words<Presence>()),
        Query("onShift", "Only collectors who are, or are not, on shift.", Flag()),
        Query("lon", "Degrees east, WGS-84.", Number(JsonSchemaType.Number), required: true),
        Query("lat", "Degrees north, WGS-84.", Number(JsonSchemaType.Number), required: true),
        Query("state", "Only components of this state.", Words<ComponentState>()),
        Query("level", "Which grids: patrol grids by default.", Words<GridLevel>()),
        Query("radius", "How near is near: metres, at most 1,000; 50 by default.", Number(JsonSchemaType.Number)),
        Query("format", "How the track is written; geojson by default.", Words<TrackFormat>()),
        Query("device", "Only those of this device: collectors/{id}, vehicles/{id} or the id alone.", Text()),
        Query("topics", "What to hear of, separated by commas: cases, positions; both by default.", Text()),
        Query("service_request_id", "Only these requests, by id, with commas between; the other conditions do not count then.", Text()),
        Query("service_code", "Only requests of these services, with commas between.", Text()),
        Query("start_date", "Requested at or after this time.", Text("date-time")),
        Query("end_date", "Requested before this time; at most 90 days after start_date.", Text("date-time")),
        Query("status", "Only open or only closed requests: open, closed, or both with a comma between.", Text()),
        Query("page", "The page, from 1.", Number(JsonSchemaType.Integer)),
        Query("page_size", "At most so many requests a page, 1 to 1,000; 1,000 by default.", Number(JsonSchemaType.Integer)),
        Query("jurisdiction_id", "The city's id; may be left out.", Text()),
        Query(Calling.Callers.KeyField, "The key, where no header has it.", Text()),
        Query("locale", "The language of the answer: zh or en. Without it Accept-Language counts.", Text()),
        InHeader(StreamRequest.LastEventId, "The id of the last event that was had: the stream goes on after it."),
        Query("width", "The most pixels from left to right; rounded up to 160, 320, 640, 1280 or 2048. 320 by default.", Number(JsonSchemaType.Integer)),
        InHeader("Range", "The part of the bytes that is wanted (RFC 9110 14.2); answered by 206."),
        InHeader(Header.TusResumable, "The version of the tus protocol: 1.0.0."),
        InHeader(Header.UploadLength, "How many bytes the whole file has."),
        InHeader(Header.UploadMetadata, "`sha256`, a space, and the SHA-256 of the whole file in hex, encoded as Base64."),
        InHeader(Header.UploadOffset, "Where the part begins: how many bytes have come before."),
        InHeader(Header.IdempotencyKey, "The command's id: sent again with the same one, nothing is done twice."),
        InHeader(Header.IfMatch, "The ETag that the case must still have."),
        InHeader(Header.IfNoneMatch, "The ETag that is known; answered by 304 while nothing has changed."),
        InHeader(Calling.DemoCallers.ActingHeader, "Demo mode only: role[+role]:id[@department-or-jurisdiction]."),
    }.ToDictionary(p => p.Name ?? string.Empty);

    /// <summary>The end of a path of GeoReport.</summary>
    public static OpenApiParameter OpenFormat => new()
    {
        Name = "format",
        In = ParameterLocation.Path,
        Description = "The format of the answer.",
        Schema = Words("json", "xml"),
        Required = true,
    };

    // What a parameter of a path is, by what it follows.
    private static readonly Dictionary<string, string> OfPaths = new()
    {
        ["cases/{id}"] = "The case's id: C, the day of its report and ten characters.",
        ["acts/{act}"] = "A word that is no act.",
        ["components/{code}"] = "The component's code, 16 or 17 digits.",
        ["files/{sha256}"] = "The SHA-256 of the file's bytes, in hex.",
        ["uploads/{id}"] = "The upload's id, from its Location.",
        ["grids/{code}"] = "The code of a patrol grid, or of a unit grid (15 digits).",
        ["collectors/{id}"] = "The collector's id, as in topics.",
        ["vehicles/{id}"] = "The vehicle's id, as in topics.",
        ["commands/{command}"] = "The command's id.",
        ["quarantine/{kind}"] = "The kind of device: collectors or vehicles.",
        ["{kind}/{id}"] = "The device's id, as in topics.",
        ["webhooks/{id}"] = "The subscription's id.",
        ["deadLetters/{event}"] = "The event's id.",
        ["services/{code}"] = "The service's code, such as `component-0101`.",
        ["requests/{id}"] = "The request's id, which is the case's.",
        ["tokens/{id}"] = "The token, which is the request's id.",
    };

    /// <summary>The parameter of a name; one that is required elsewhere but not here has a <c>?</c> behind it.</summary>
    public static OpenApiParameter Find(string name)
    {
        var isOptional = name.EndsWith('?');
        var known = ByName[isOptional ? name[..^1] : name];
        return new OpenApiParameter
        {
            Name = known.Name,
            In = known.In,
            Description = known.Description,
            Schema = known.Schema,
            Required = known.Required && !isOptional,
        };
    }

    /// <summary>What a parameter of a path is; null where it is not in the table.</summary>
    public static string? InPath(string path, string name) =>
        OfPaths.FirstOrDefault(p => p.Key.EndsWith($"/{{{name}}}", StringComparison.Ordinal) && path.Contains(p.Key, StringComparison.Ordinal)).Value;

    private static OpenApiParameter Query(
        string name, string description, OpenApiSchema schema, bool required = false) => new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = description,
            Schema = schema,
            Required = required,
        };

    private static OpenApiParameter InHeader(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = Text(),
    };

    private static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    private static OpenApiSchema Number(JsonSchemaType type) => new() { Type = type };

    private static OpenApiSchema Flag() => new() { Type = JsonSchemaType.Boolean };

    private static OpenApiSchema Words<T>()
        where T : struct, Enum => Words([.. Enum.GetValues<T>().Select(CityJson.Word)]);

    private static OpenApiSchema Words(params string[] words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)] };
}
