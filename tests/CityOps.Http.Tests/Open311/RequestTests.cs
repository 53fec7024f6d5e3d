using System.Net;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Open311;

public sealed class RequestTests(CityServer server) : IClassFixture<CityServer>
{
    [Fact]
    public async Task A_form_becomes_a_report_of_the_citizens_app_without_the_citizens_name_telephone_and_mail()
    {
        var reply = await server.RequestAsync(OpenRequests.Form("A large sinkhole"));

        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.Equal("123456", reply.Json[0].GetProperty("account_id").GetString());
        var command = Assert.IsType<ReportCase>(server.Cases.Commands.Last());
        Assert.Equal(reply.Json[0].GetProperty("service_request_id").GetString(), command.Case.Value);
        Assert.Equal((Channel.CitizenApp, "0101", "1"), (command.Report.Channel, command.Report.Category, command.Report.Condition));
        Assert.Equal((CityServer.Noon, "123456"), (command.Report.ObservedAt, command.Report.Reporter));
        Assert.Equal(
            "A large sinkhole\n图片：http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg", command.Report.Description);
        Assert.All(
            (string[])["smit333", "John", "Smith", "111111111"],
            secret => Assert.DoesNotContain(secret, $"{command}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_fields_or_the_same_key_again_are_the_same_request()
    {
        var first = await server.RequestAsync(OpenRequests.Form("twice"));
        var again = await server.RequestAsync(OpenRequests.Form("twice"));
        var other = await server.RequestAsync(OpenRequests.Form("twice").With("account_id", "654321"));
        var keyed = await server.RequestAsync(OpenRequests.Form("twice"), "json", ("Idempotency-Key", "k-1"));
        var keyedAgain = await server.RequestAsync(OpenRequests.Form("twice"), "json", ("Idempotency-Key", "k-1"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (keyed.Status, keyedAgain.Status));
        Assert.Equal((first.Text, keyed.Text), (again.Text, keyedAgain.Text));
        Assert.Equal(3, new[] { first, other, keyed }.Select(r => r.Json[0].GetProperty("service_request_id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_key_that_came_with_another_form_is_refused_and_the_same_form_is_not_however_late()
    {
        await using var own = new OpenedServer(new CityHttpOptions { Demo = true });
        await own.InitializeAsync();
        var first = await own.RequestAsync(OpenRequests.Form("said so"), "json", ("Idempotency-Key", "k-3"));
        own.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = await own.RequestAsync(OpenRequests.Form("said so"), "json", ("Idempotency-Key", "k-3"));
        var other = await own.RequestAsync(OpenRequests.Form("said otherwise"), "json", ("Idempotency-Key", "k-3"));

        Assert.Equal((HttpStatusCode.OK, first.Text), (again.Status, again.Text));
        Assert.Equal(["Idempotency-Key: It was used for a request that asks for something else."], other.Wrong(400));
    }

    [Fact]
    public async Task Two_apps_that_number_alike_make_two_requests()
    {
        var one = await server.RequestedAsync("alike", ("Idempotency-Key", "k-2"), ("X-CityOps-Acting", "citizen:app-1"));
        var two = await server.RequestedAsync("alike", ("Idempotency-Key", "k-2"), ("X-CityOps-Acting", "citizen:app-2"));

        Assert.NotEqual(one, two);
    }

    [Fact]
    public async Task A_citizen_and_an_app_of_the_same_id_make_two_requests()
    {
        var one = await server.RequestedAsync("same id", ("Idempotency-Key", "k-3"), ("X-CityOps-Acting", "citizen:app-3"));
        var two = await server.RequestedAsync("same id", ("Idempotency-Key", "k-3"), ("X-CityOps-Acting", "acceptor:app-3"));

        Assert.NotEqual(one, two);
    }

    [Theory]
    [InlineData("service_code", null, "service_code: It is required.")]
    [InlineData("lat", null, "lat: lat and long are required: an address alone cannot be placed.")]
    [InlineData("lat", "91", "lat: It is not from -90 to 90 degrees.")]
    [InlineData("long", "east", "long: It is no number of degrees.")]
    [InlineData("long", "100", "long: The place lies in no unit grid of the city.")]
    [InlineData("attribute[condition]", "9", "attribute[condition]: It is none of the service's values.")]
    [InlineData("media_url", "javascript:alert(1)", "media_url: It is no address that begins with http:// or https://.")]
    [InlineData("media", "bytes", "media: Files are not taken here; send the photo's address as media_url.")]
    [InlineData("description", "a\u0001b", "description: It has control characters.")]
    [InlineData("account_id", "li@example.org", "account_id: It is no id: 1 to 64 characters of A-Z a-z 0-9 . _ -")]
    public async Task What_is_wrong_with_a_form_is_said_by_field(string field, string? value, string description)
    {
        var before = server.Cases.Commands.Count;

        var reply = await server.RequestAsync(OpenRequests.Form("wrong").With(field, value));

        Assert.Equal([description], reply.Wrong(400));
        Assert.Equal(before, server.Cases.Commands.Count);
    }

    [Fact]
    public async Task A_description_that_is_too_long_with_what_is_kept_in_it_is_told_so()
    {
        var form = OpenRequests.Form(new string('x', 4000));

        Assert.Equal(
            ["description: With address_string and media_url, which are kept in it, it has more than 4,000 characters."],
            (await server.RequestAsync(form)).Wrong(400));
        Assert.Equal(HttpStatusCode.Created, (await server.RequestAsync(form.With("media_url", null))).Status);
    }

    [Fact]
    public async Task A_field_for_files_in_which_none_was_chosen_is_no_file()
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in OpenRequests.Form("no file"))
        {
            form.Add(new StringContent(value), $"\"{name}\"");
        }

        form.Add(new ByteArrayContent([]) { Headers = { { "Content-Disposition", "form-data; name=\"media\"; filename=\"\"" } } });

        Assert.Equal(HttpStatusCode.Created, (await server.SendAsync(HttpMethod.Post, "/open311/v2/requests.json", form)).Status);
    }

    [Fact]
    public async Task A_service_that_is_not_offered_is_not_found() =>
        Assert.Contains("service_code", (await server.RequestAsync(OpenRequests.Form("x").With("service_code", "component-9999"))).Wrong(404)[0]);

    [Fact]
    public async Task A_request_shows_how_its_case_stands_in_the_language_asked_for()
    {
        var id = await server.RequestedAsync("shown");
        await ActAsync(id, "file", new { });
        await ActAsync(id, "dispatch", new { department = TestCity.Roads });

        var chinese = (await server.GetReplyAsync($"/open311/v2/requests/{id}.json")).Json[0];
        var english = (await server.GetReplyAsync($"/open311/v2/requests/{id}.json", ("Accept-Language", "fr, en-GB;q=0.8, zh;q=0.5"))).Json[0];

        Assert.Equal(("open", "已派遣至专业部门。"), (chinese.GetProperty("status").GetString(), chinese.GetProperty("status_notes").GetString()));
        Assert.Equal(("「Roads」", "「City」「District」"), (chinese.GetProperty("agency_responsible").GetString(), chinese.GetProperty("address").GetString()));
        Assert.Equal(
            ("Sent to the department.", "Roads", "District, City"),
            (english.GetProperty("status_notes").GetString(), english.GetProperty("agency_responsible").GetString(), english.GetProperty("address").GetString()));
        Assert.Equal(("component-0101", TestCity.West), (english.GetProperty("service_code").GetString(), english.GetProperty("address_id").GetString()));
        Assert.Equal("2026-03-01T06:00:00Z", english.GetProperty("expected_datetime").GetString());
        Assert.DoesNotContain("123456", $"{english}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_closed_and_says_why()
    {
        var id = await server.RequestedAsync("refused");
        await ActAsync(id, "refuse", new { reason = "private ground" });

        var request = (await server.GetReplyAsync($"/open311/v2/requests/{id}.json?locale=en")).Json[0];

        Assert.Equal(
            ("closed", "Not filed: private ground"), (request.GetProperty("status").GetString(), request.GetProperty("status_notes").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, request.GetProperty("expected_datetime").ValueKind);
    }

    [Fact]
    public async Task A_token_leads_to_its_request()
    {
        var id = await server.RequestedAsync("token");

        var token = (await server.GetReplyAsync($"/open311/v2/tokens/{id}.json")).Json[0];

        Assert.Equal((id, id), (token.GetProperty("token").GetString(), token.GetProperty("service_request_id").GetString()));
        (await server.GetReplyAsync("/open311/v2/tokens/C20260301aaaaaaaaaa.json")).Wrong(404);
    }

    private async Task ActAsync(string id, string act, object body) =>
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"/api/v1/cases/{id}/acts/{act}", body)).Status);
}
