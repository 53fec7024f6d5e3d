using System.Text.Json.Serialization;
using NodaTime;

namespace CityOps.Http.Open311;

/// <summary>Something that can be reported.</summary>
internal sealed record ServiceBody
{
    /// <summary>Its code: kind and subclass, as <c>component-0101</c>.</summary>
    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    /// <summary>What it is called.</summary>
    [JsonPropertyName("service_name")]
    public required string ServiceName { get; init; }

    /// <summary>When it applies.</summary>
    public required string Description { get; init; }

    /// <summary>True if its definition has something to choose.</summary>
    public required bool Metadata { get; init; }

    /// <summary>The number of a request is answered at once.</summary>
    public string Type { get; } = "realtime";

    /// <summary>Words to find it by; none.</summary>
    public string? Keywords { get; }

    /// <summary>Component or incident.</summary>
    public required string Group { get; init; }
}

/// <summary>What else can be said of a service.</summary>
/// <param name="ServiceCode">The service.</param>
/// <param name="Attributes">What can be said.</param>
internal sealed record ServiceDefinitionBody(
    [property: JsonPropertyName("service_code")] string ServiceCode,
    IReadOnlyList<ServiceAttributeBody> Attributes);

/// <summary>Something to choose, sent as <c>attribute[code]</c>.</summary>
internal sealed record ServiceAttributeBody
{
    /// <summary>True: it is asked of the user.</summary>
    public bool Variable { get; } = true;

    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>One of a list.</summary>
    public string Datatype { get; } = "singlevaluelist";

    /// <summary>False: whoever takes the report in decides.</summary>
    public bool Required { get; }

    /// <summary>How to fill it in; nothing to say.</summary>
    [JsonPropertyName("datatype_description")]
    public string? DatatypeDescription { get; }

    /// <summary>Its place among the attributes.</summary>
    public int Order { get; } = 1;

    /// <summary>The question.</summary>
    public required string Description { get; init; }

    /// <summary>The answers.</summary>
    public required IReadOnlyList<ServiceValueBody> Values { get; init; }
}

/// <summary>One of a list.</summary>
/// <param name="Key">What is sent.</param>
/// <param name="Name">What is shown.</param>
internal sealed record ServiceValueBody(string Key, string Name);

/// <summary>A request: a case, as its citizen sees it.</summary>
internal sealed record OpenRequestBody
{
    /// <summary>The case's id.</summary>
    [JsonPropertyName("service_request_id")]
    public required string ServiceRequestId { get; init; }

    /// <summary><c>open</c>, or <c>closed</c> once it is closed, refused, cancelled or merged.</summary>
    public required string Status { get; init; }

    /// <summary>Where it is, and why.</summary>
    [JsonPropertyName("status_notes")]
    public required string StatusNotes { get; init; }

    /// <summary>What the service is called.</summary>
    [JsonPropertyName("service_name")]
    public required string? ServiceName { get; init; }

    /// <summary>The service; as filed, once it is.</summary>
    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    /// <summary>What was reported.</summary>
    public required string? Description { get; init; }

    /// <summary>The department that has it.</summary>
    [JsonPropertyName("agency_responsible")]
    public required string? AgencyResponsible { get; init; }

    /// <summary>What is expected of the citizen; nothing.</summary>
    [JsonPropertyName("service_notice")]
    public string? ServiceNotice { get; }

    /// <summary>When it was taken in.</summary>
    [JsonPropertyName("requested_datetime")]
    public required Instant RequestedDatetime { get; init; }

    /// <summary>When something happened last.</summary>
    [JsonPropertyName("updated_datetime")]
    public required Instant UpdatedDatetime { get; init; }

    /// <summary>When handling is due; null while that limit does not run.</summary>
    [JsonPropertyName("expected_datetime")]
    public required Instant? ExpectedDatetime { get; init; }

    /// <summary>The community, street and district.</summary>
    public required string Address { get; init; }

    /// <summary>The unit grid.</summary>
    [JsonPropertyName("address_id")]
    public required string AddressId { get; init; }

    /// <summary>Not known.</summary>
    public string? Zipcode { get; }

    /// <summary>Degrees north, WGS-84.</summary>
    public required double Lat { get; init; }

    /// <summary>Degrees east, WGS-84.</summary>
    public required double Long { get; init; }

    /// <summary>None: what was sent stands in the description.</summary>
    [JsonPropertyName("media_url")]
    public string? MediaUrl { get; }
}

/// <summary>The answer to a new request.</summary>
/// <param name="ServiceRequestId">The case's id.</param>
/// <param name="ServiceNotice">What happens next.</param>
/// <param name="AccountId">The account, as it was sent.</param>
internal sealed record RequestReceiptBody(
    [property: JsonPropertyName("service_request_id")] string ServiceRequestId,
    [property: JsonPropertyName("service_notice")] string ServiceNotice,
    [property: JsonPropertyName("account_id")] string? AccountId);

/// <summary>The request of a token.</summary>
/// <param name="ServiceRequestId">The case's id.</param>
/// <param name="Token">The token, which is the same.</param>
internal sealed record RequestTokenBody(
    [property: JsonPropertyName("service_request_id")] string ServiceRequestId, string Token);
