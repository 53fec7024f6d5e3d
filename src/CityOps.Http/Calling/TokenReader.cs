using System.Security.Claims;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Http.Problems;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CityOps.Http.Calling;

/// <summary>
/// Reads bearer tokens of the configured OIDC issuer. Its keys are fetched by its discovery document, kept, and fetched again when a
/// token names one that is not known. Thread-safe.
/// </summary>
internal sealed class TokenReader(CityHttpOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // RFC 9068, 2.1, and RFC 7519, 5.1.
    private static readonly string[] Types = ["at+jwt", "application/at+jwt", "JWT", "application/JWT"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _issuer = options.Jwt is { } jwt
        ? new(
            $"{jwt.Authority.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !new Uri(jwt.Authority).IsLoopback })
        : null;

    /// <summary>Whose token it is.</summary>
    /// <param name="token">The token.</param>
    /// <param name="place">Makes the caller of an id and what they hold.</param>
    /// <param name="cancel">Ends the waiting for the issuer.</param>
    public async Task<CallerReading> ReadAsync(string token, Func<string, KeyHolder, CallerReading> place, CancellationToken cancel)
    {
        if (_issuer is null || options.Jwt is not { } jwt)
        {
            return new CallerReading.Stopped(Refused.TokensNotTaken);
        }

        OpenIdConnectConfiguration issuer;
        try
        {
            issuer = await _issuer.GetConfigurationAsync(cancel);
        }
        catch (InvalidOperationException)
        {
            return new CallerReading.Stopped(Refused.IssuerSilent);
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = jwt.Audience,
            ConfigurationManager = _issuer,
            TypeValidator = (type, _, _) => IsAccess(type)
                ? type ?? ""
                : throw new SecurityTokenInvalidTypeException("It is a token for something else than access."),
            ValidAlgorithms =
            [
                SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
            ],
            LifetimeValidator = (from, until, _, _) => IsInTime(from, until),
        });
        return !result.IsValid ? new CallerReading.Stopped(Refused.TokenInvalid)
            : Claim(result.ClaimsIdentity, jwt.IdClaim) is { } id && Identifier.IsValid(id)
                ? place(id, new KeyHolder(
                    RolesOf(result.ClaimsIdentity, jwt.RolesClaim),
                    Claim(result.ClaimsIdentity, jwt.JurisdictionClaim),
                    Claim(result.ClaimsIdentity, jwt.DepartmentClaim)))
            : new CallerReading.Stopped(Refused.TokenUnnamed);
    }

    /// <summary>
    /// False for a token that says that it is for something else than access. Many issuers leave the type out, which is optional; it is a media
    /// type, whose case does not count and whose <c>application/</c> may be left out (RFC 7515, 4.1.9).
    /// </summary>
    private static bool IsAccess(string? type) => string.IsNullOrEmpty(type) || Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    private bool IsInTime(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } start || now >= start - Skew);
    }

    private static string? Claim(ClaimsIdentity identity, string name) =>
        identity.FindFirst(name)?.Value is { Length: > 0 } value ? value : null;

    // A list, or words with spaces between; roles of other programs stand there too.
    private static Roles RolesOf(ClaimsIdentity identity, string name) => identity.FindAll(name)
        .SelectMany(claim => claim.Value.Split(' '))
        .Aggregate(Roles.None, (all, word) => RoleWords.TryParse(word, out var role) ? all | role : all);
}
