namespace CityOps.Http.Problems;

/// <summary>Why a caller is not let in; the codes are part of the contract.</summary>
/// <param name="Status">401 for who is not known, 403 for who is and may not, 503 where it cannot be found out.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">What to do.</param>
internal sealed record Refused(int Status, string Code, string Detail)
{
    public static Refused Nobody { get; } = Unknown("caller.unknown", "This call needs credentials: X-Api-Key, or a bearer token.");

    public static Refused KeyUnknown { get; } = Unknown("caller.keyUnknown", "There is no such key.");

    public static Refused KeyRevoked { get; } = Unknown("caller.keyRevoked", "The key was revoked. Ask for another one.");

    public static Refused KeyExpired { get; } = Unknown("caller.keyExpired", "The key has expired. Ask for another one.");

    public static Refused TokensNotTaken { get; } = Unknown(
        "caller.tokensNotTaken", "No issuer of tokens is configured here (CityOps:Http:Jwt:Authority). Call with X-Api-Key.");

    public static Refused TokenInvalid { get; } = Unknown(
        "caller.tokenInvalid", "The token is not one of the configured issuer for this service, or has expired.");

    public static Refused TokenUnnamed { get; } = Unknown("caller.tokenUnnamed", "The token does not say in a usable form whose it is.");

    public static Refused IssuerSilent { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "caller.issuerUnavailable", "The issuer's keys cannot be fetched; try again.");

    public static Refused PlaceUnknown { get; } = new(
        StatusCodes.Status403Forbidden, "caller.placeUnknown", "The city has no department or jurisdiction as the credentials name it.");

    public static Refused PlaceMissing { get; } = new(
        StatusCodes.Status403Forbidden, "caller.placeMissing",
        "The credentials hold a role of a centre or department, but name neither. Who acts for the whole city names its code.");

    private static Refused Unknown(string code, string detail) => new(StatusCodes.Status401Unauthorized, code, detail);
}
