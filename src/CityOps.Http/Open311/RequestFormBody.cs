using System.Text.Json.Serialization;

namespace CityOps.Http.Open311;

/// <summary>The form of a request, for the document; it is read field by field.</summary>
internal sealed record RequestFormBody
{
    /// <summary>The key, where no header has it.</summary>
    [JsonPropertyName("api_key")]
    public string? ApiKey { get; init; }

    /// <summary>The city's id; may be left out.</summary>
    [JsonPropertyName("jurisdiction_id")]
    public string? JurisdictionId { get; init; }

    /// <summary>The service. Required.</summary>
    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    /// <summary>Degrees north, WGS-84. Required.</summary>
    public required double Lat { get; init; }

    /// <summary>Degrees east, WGS-84. Required.</summary>
    public required double Long { get; init; }

    /// <summary>The filing condition, by the service's definition.</summary>
    [JsonPropertyName("attribute[condition]")]
    public string? Condition { get; init; }

    /// <summary>What the citizen says; at most 4,000 characters, with the address and the photo's address.</summary>
    public string? Description { get; init; }

    /// <summary>An address in words; kept in the description.</summary>
    [JsonPropertyName("address_string")]
    public string? AddressString { get; init; }

    /// <summary>Where a photo is; kept in the description.</summary>
    [JsonPropertyName("media_url")]
    public string? MediaUrl { get; init; }

    /// <summary>The app's id of its user; kept as the reporter.</summary>
    [JsonPropertyName("account_id")]
    public string? AccountId { get; init; }

    /// <summary>The app's id of the device; kept as the reporter where there is no account.</summary>
    [JsonPropertyName("device_id")]
    public string? DeviceId { get; init; }

    /// <summary>Taken and not kept.</summary>
    [JsonPropertyName("first_name")]
    public string? FirstName { get; init; }

    /// <summary>Taken and not kept.</summary>
    [JsonPropertyName("last_name")]
    public string? LastName { get; init; }

    /// <summary>Taken and not kept.</summary>
    public string? Phone { get; init; }

    /// <summary>Taken and not kept.</summary>
    public string? Email { get; init; }
}
