using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CityOps.Http.Tests.Running;

/// <summary>An OIDC issuer on loopback, with a key of its own.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    public const string Audience = "cityops";
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RSA _forger = RSA.Create(2048);
    private readonly WebApplication _app;

    private Issuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = $"{Address}/keys" }));
        _app.MapGet("/keys", () => Results.Text(Keys(), "application/json"));
    }

    public string Address => _app.Urls.Single();

    public static async Task<Issuer> StartAsync()
    {
        var issuer = new Issuer();
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>A token, signed; its times are those of the tests' noon.</summary>
    public string Token(
        IDictionary<string, object> claims, string? audience = Audience, string? issuer = null, TimeSpan? age = null, bool forged = false)
    {
        var at = CityServer.Noon.ToDateTimeUtc() - (age ?? TimeSpan.Zero);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address,
            Audience = audience,
            Claims = claims,
            IssuedAt = at,
            NotBefore = at,
            Expires = at + TimeSpan.FromMinutes(10),
            SigningCredentials = new SigningCredentials(
                new RsaSecurityKey(forged ? _forger : _rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>A token whose header says a type; an empty one is left out.</summary>
    public string TokenOfType(string type, IDictionary<string, object> claims)
    {
        var header = type.Length == 0 ? """{"alg":"RS256","kid":"k1"}""" : $$"""{"alg":"RS256","kid":"k1","typ":"{{type}}"}""";
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Token(claims).Split('.')[1]}";
        var signature = _rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
        _forger.Dispose();
    }

    private string Keys()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = Base64UrlEncoder.Encode(key.Modulus),
                    e = Base64UrlEncoder.Encode(key.Exponent),
                },
            },
        });
    }
}
