using System.Text;
using CityOps.Engine.Webhooks;
using CityOps.Http.Webhooks;
using NodaTime;

namespace CityOps.Http.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    // The example of Standard Webhooks, as its reference libraries test it.
    private const string Key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly Instant At = Instant.FromUnixTimeSeconds(1_614_265_330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void A_signature_is_that_of_the_specification() =>
        Assert.Equal(Signature, WebhookSignature.Of(new WebhookSecrets(Convert.FromBase64String(Key)), Id, At, Body));

    [Fact]
    public void After_a_change_of_the_key_there_are_two_signatures_for_a_day()
    {
        var secrets = new WebhookSecrets(Convert.FromBase64String(Key)).Rotated(At);

        var both = WebhookSignature.Of(secrets, Id, At, Body).Split(' ');
        var one = WebhookSignature.Of(secrets, Id, At + WebhookSecrets.Overlap, Body).Split(' ');

        Assert.Equal(2, both.Length);
        Assert.Equal(Signature, both[1]);
        Assert.NotEqual(Signature, Assert.Single(one));
    }

    [Fact]
    public void A_secret_is_not_shown_where_it_is_printed() =>
        Assert.DoesNotContain(Key, new Webhook("w", new Uri("https://example.org"), [], null, null, At, "a")
        {
            Secrets = new WebhookSecrets(Convert.FromBase64String(Key)),
        }.ToString(), StringComparison.Ordinal);
}
