using System.Net;
using CityOps.Http.Webhooks;

namespace CityOps.Http.Tests.Webhooks;

public sealed class TargetGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    public void An_address_that_is_not_public_is_no_target_unless_the_city_allows_it(string address)
    {
        Assert.False(new TargetGuard(new WebhookOptions()).Allows(IPAddress.Parse(address)));
        Assert.True(new TargetGuard(new WebhookOptions { PrivateTargets = true }).Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.0")]
    [InlineData("2606:4700::1111")]
    public void A_public_address_is_a_target(string address) =>
        Assert.True(new TargetGuard(new WebhookOptions()).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://example.org/hook", true)]
    [InlineData("http://example.org/hook", false)]
    [InlineData("ftp://example.org/hook", false)]
    [InlineData("https://user:secret@example.org/hook", false)]
    [InlineData("https://10.0.0.1/hook", false)]
    [InlineData("https://[::1]/hook", false)]
    [InlineData("https://2130706433/hook", false)]
    public void A_target_is_reached_by_https_and_is_public(string url, bool fine) =>
        Assert.Equal(fine, new TargetGuard(new WebhookOptions()).FaultOf(new Uri(url)) is null);

    [Theory]
    [InlineData("https://hooks.example.org/", true)]
    [InlineData("https://a.city.cn/", true)]
    [InlineData("https://city.cn/", false)]
    [InlineData("https://example.org/", false)]
    public void Where_hosts_are_named_no_other_is_a_target(string url, bool fine) => Assert.Equal(
        fine, new TargetGuard(new WebhookOptions { Hosts = ["hooks.example.org", ".city.cn"] }).FaultOf(new Uri(url)) is null);
}
