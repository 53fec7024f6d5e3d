using System.Net;
using CityOps.Domain;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>Callers with tokens of an issuer.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private static readonly Dictionary<string, object> Zhang = new()
    {
        ["sub"] = "zhang", ["roles"] = new[] { "shiftLead", "dispatcher", "admin-of-something-else" }, ["jurisdiction"] = "360102",
    };

    private readonly CityServer _closed = new OpenedServer(new CityHttpOptions());
    private Issuer? _issuer;
    private CityServer? _server;

    private Issuer Issued => _issuer ?? throw new InvalidOperationException("It has not started.");

    private CityServer Server => _server ?? throw new InvalidOperationException("It has not started.");

    public async Task InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _server = new OpenedServer(new CityHttpOptions { Jwt = new JwtOptions(_issuer.Address, Issuer.Audience) });
        await _server.InitializeAsync();
        await _closed.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _closed.DisposeAsync();
        await Server.DisposeAsync();
        await Issued.DisposeAsync();
    }

    [Fact]
    public async Task A_token_says_who_acts_in_which_roles_and_where()
    {
        Assert.Equal(HttpStatusCode.Created, (await ReportAsync(Issued.Token(Zhang))).Status);

        Assert.Equal(
            new Actor("zhang", Roles.ShiftLead | Roles.Dispatcher, "360102"), Server.Cases.Commands.Last().Origin.By);
    }

    [Fact]
    public async Task Roles_may_stand_in_one_text_and_a_department_brings_its_jurisdiction()
    {
        await ReportAsync(Issued.Token(new Dictionary<string, object>
        {
            ["sub"] = "li", ["roles"] = "handler other", ["department"] = TestCity.Parks,
        }));

        Assert.Equal(new Actor("li", Roles.Handler, "360102", TestCity.Parks), Server.Cases.Commands.Last().Origin.By);
    }

    [Fact]
    public async Task A_token_that_is_not_the_issuers_for_this_service_and_now_is_refused()
    {
        string[] wrong =
        [
            "x", "a.b.c", Issued.Token(Zhang, forged: true), Issued.Token(Zhang, audience: "another"),
            Issued.Token(Zhang, issuer: "http://127.0.0.1:1"), Issued.Token(Zhang, age: TimeSpan.FromMinutes(12)),
            Issued.Token(Zhang, age: TimeSpan.FromMinutes(-2)), $"{Issued.Token(Zhang)[..^8]}AAAAAAAA",
            $"eyJhbGciOiJub25lIn0.{Issued.Token(Zhang).Split('.')[1]}.",
        ];
        foreach (var token in wrong)
        {
            (await ReportAsync(token)).Problem(HttpStatusCode.Unauthorized, "caller.tokenInvalid");
        }

        Assert.Empty(Server.Cases.Commands);
    }

    [Theory]
    [InlineData("")]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    public async Task A_token_for_access_says_so_or_leaves_its_type_open(string type) =>
        Assert.Equal(HttpStatusCode.Created, (await ReportAsync(Issued.TokenOfType(type, Zhang))).Status);

    [Theory]
    [InlineData("logout+jwt")]
    [InlineData("application/dpop+jwt")]
    [InlineData("application/")]
    public async Task A_token_that_says_that_it_is_for_something_else_is_refused(string type) =>
        (await ReportAsync(Issued.TokenOfType(type, Zhang))).Problem(HttpStatusCode.Unauthorized, "caller.tokenInvalid");

    [Theory]
    [InlineData("""{"roles":"leader","jurisdiction":"3601"}""", 401, "caller.tokenUnnamed")]
    [InlineData("""{"sub":"a b","roles":"leader","jurisdiction":"3601"}""", 401, "caller.tokenUnnamed")]
    [InlineData("""{"sub":"a","roles":"leader"}""", 403, "caller.placeMissing")]
    [InlineData("""{"sub":"a","roles":"leader","jurisdiction":"9"}""", 403, "caller.placeUnknown")]
    [InlineData("""{"sub":"a","roles":"handler","department":"none"}""", 403, "caller.placeUnknown")]
    public async Task A_token_that_leaves_open_who_or_where_is_refused(string claims, int status, string code)
    {
        var token = Issued.Token(System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(claims)?
            .ToDictionary(c => c.Key, object (c) => c.Value) ?? []);

        (await ReportAsync(token)).Problem((HttpStatusCode)status, code);
    }

    [Fact]
    public async Task Without_an_issuer_a_token_is_refused_and_says_why() =>
        (await _closed.GetReplyAsync("/api/v1/catalog", ("Authorization", $"Bearer {Issued.Token(Zhang)}")))
            .Problem(HttpStatusCode.Unauthorized, "caller.tokensNotTaken");

    [Fact]
    public async Task While_the_issuer_cannot_be_asked_a_caller_shall_come_again()
    {
        await using var gone = new OpenedServer(new CityHttpOptions { Jwt = new JwtOptions("http://127.0.0.1:1", "cityops") });
        await gone.InitializeAsync();

        var reply = await gone.GetReplyAsync("/api/v1/catalog", ("Authorization", $"Bearer {Issued.Token(Zhang)}"));

        reply.Problem(HttpStatusCode.ServiceUnavailable, "caller.issuerUnavailable");
        Assert.NotNull(reply.Headers.RetryAfter);
    }

    private Task<Reply> ReportAsync(string token) =>
        Server.ReportAsync(ReportBodies.Manhole(Guid.NewGuid().ToString("N")), ("Authorization", $"Bearer {token}"));
}
