using System.Net;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

public sealed class ComponentTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Key = "Idempotency-Key";
    private const string Path = "/api/v1/components";
    private static int _last = 100;

    [Fact]
    public async Task A_component_of_the_citys_files_is_at_version_0()
    {
        var reply = await server.GetReplyAsync($"{Path}/{TestCity.Cover}");

        Assert.Equal((TestCity.Cover, "0101", "intact", 0), (reply["id"], reply["category"], reply["state"], reply.Json.GetProperty("version").GetInt64()));
        Assert.Equal($"\"0-{await CityVersionAsync()}\"", reply.Headers.ETag?.Tag);
        Assert.Equal("Manhole cover", reply.Json.GetProperty("name").GetProperty("en").GetString());
    }

    [Fact]
    public async Task What_is_added_moved_set_right_and_retired_is_in_the_register_and_all_of_it_in_its_history()
    {
        var code = await AddedAsync();
        var path = $"{Path}/{code}/changes";
        var moved = await server.PostAsync(path, new { kind = "move", lon = TestCity.EastLon, lat = TestCity.Lat, source = "survey 2" });
        var right = await server.PostAsync(path, new { kind = "correct", state = "damaged", source = "patrol", note = "cracked" });
        var retired = await server.PostAsync(path, new { kind = "retire", state = "removed", source = "works 12" });
        var late = await server.PostAsync(path, new { kind = "correct", state = "intact", source = "patrol" });

        Assert.Equal((HttpStatusCode.OK, TestCity.EastLon), (moved.Status, moved.Json.GetProperty("lon").GetDouble()));
        Assert.Equal(("damaged", "removed"), (right["state"], retired["state"]));
        late.Problem(HttpStatusCode.Conflict, "component.retired");
        var first = await server.GetReplyAsync($"{path}?limit=3");
        var rest = await server.GetReplyAsync($"{path}?limit=3&after={first["next"]}");
        Assert.Equal(["retire", "correct", "move"], Kinds(first));
        Assert.Equal(["add"], Kinds(rest));
        Assert.Equal("zhao", rest.Json.GetProperty("items")[0].GetProperty("by").GetString());
    }

    [Fact]
    public async Task The_nearest_come_with_their_distance_and_what_is_retired_only_if_asked_for()
    {
        var code = await AddedAsync();
        var near = $"{Path}?near={TestCity.WestLon},{TestCity.Lat}&limit=1000";
        var before = await server.GetReplyAsync(near);
        await server.PostAsync($"{Path}/{code}/changes", new { kind = "retire", state = "removed", source = "works" });

        var items = before.Json.GetProperty("items").EnumerateArray().ToList();
        var distances = items.Select(i => i.GetProperty("distance").GetDouble()).ToList();
        Assert.Equal(distances.Order(), distances);
        Assert.Equal(0, distances[0]);
        Assert.Contains(code, Ids(before));
        Assert.DoesNotContain(code, Ids(await server.GetReplyAsync(near)));
        Assert.Contains(code, Ids(await server.GetReplyAsync($"{near}&state=removed")));
    }

    [Fact]
    public async Task Pages_by_code_neither_skip_nor_repeat()
    {
        string[] added = [await AddedAsync(), await AddedAsync(), await AddedAsync()];
        var box = $"bbox={TestCity.WestLon - 0.001},{TestCity.Lat - 0.001},{TestCity.WestLon + 0.001},{TestCity.Lat + 0.001}&category=0101";
        List<string?> read = [];
        var query = $"{Path}?{box}&limit=2";
        for (string? next = ""; next is not null;)
        {
            var page = await server.GetReplyAsync($"{query}&after={next}");
            read.AddRange(Ids(page));
            next = page["next"];
        }

        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), read);
        Assert.All(added, code => Assert.Contains(code, read));
    }

    [Fact]
    public async Task A_change_under_a_used_key_is_made_once_or_refused()
    {
        var code = await AddedAsync();
        var path = $"{Path}/{code}/changes";
        var first = await server.PostAsync(path, new { kind = "correct", state = "damaged", source = "patrol" }, (Key, $"k-{code}"));
        var again = await server.PostAsync(path, new { kind = "correct", state = "damaged", source = "patrol" }, (Key, $"k-{code}"));
        var other = await server.PostAsync(path, new { kind = "correct", state = "missing", source = "patrol" }, (Key, $"k-{code}"));

        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (again.Status, again.Headers.ETag));
        other.Faults(HttpStatusCode.UnprocessableEntity, "request.keyReused", Key);
    }

    [Fact]
    public async Task A_change_is_made_of_the_version_that_the_caller_has_seen()
    {
        var code = await AddedAsync();
        var body = new { kind = "correct", state = "damaged", source = "patrol" };

        (await server.PostAsync($"{Path}/{code}/changes", body, ("If-Match", "\"7\"")))
            .Problem(HttpStatusCode.PreconditionFailed, "component.versionDiffers");
        (await server.PostAsync($"{Path}/{code}/changes", body, ("If-Match", "W/\"1\"")))
            .Problem(HttpStatusCode.PreconditionFailed, "component.versionDiffers");
        var city = await CityVersionAsync();
        Assert.Equal($"\"2-{city}\"", (await server.PostAsync($"{Path}/{code}/changes", body, ("If-Match", "\"1\""))).Headers.ETag?.Tag);
        Assert.Equal($"\"3-{city}\"", (await server.PostAsync($"{Path}/{code}/changes", body, ("If-Match", $"\"2-{city}\""))).Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData("collector:c1", "component.roleMissing")]
    [InlineData("handler:li@roads", "component.roleMissing")]
    public async Task Not_everybody_registers(string acting, string code) =>
        (await server.PostAsync(
            $"{Path}/{TestCity.Cover}/changes", new { kind = "correct", state = "damaged", source = "patrol" }, ("X-CityOps-Acting", acting)))
            .Problem(HttpStatusCode.Forbidden, code);

    [Theory]
    [InlineData("""{"source":"s"}""", "request.invalid", "kind")]
    [InlineData("""{"kind":"correct","state":"damaged"}""", "request.invalid", "source")]
    [InlineData("""{"kind":"add","source":"s"}""", "request.invalid", "kind")]
    [InlineData("""{"kind":"move","source":"s"}""", "component.required", "lon")]
    [InlineData("""{"kind":"move","lon":115.86,"source":"s"}""", "request.invalid", "lat")]
    [InlineData("""{"kind":"correct","source":"s"}""", "component.required", "department")]
    [InlineData("""{"kind":"correct","department":"none","source":"s"}""", "component.wrong", "department")]
    [InlineData("""{"kind":"correct","state":"removed","source":"s"}""", "component.wrong", "state")]
    [InlineData("""{"kind":"retire","source":"s"}""", "component.required", "state")]
    [InlineData("""{"kind":"correct","state":"damaged","source":"s","t":"2050-01-01T00:00:00Z"}""", "request.invalid", "t")]
    public async Task A_change_that_is_none_is_refused_by_its_field(string body, string code, string field) =>
        (await server.PostAsync($"{Path}/{TestCity.Cover}/changes", body)).Faults(HttpStatusCode.UnprocessableEntity, code, field);

    [Theory]
    [InlineData("360102", "component.wrong")]
    [InlineData("3601029999000001", "component.wrong")]
    public async Task A_code_that_is_none_is_refused(string code, string problem) =>
        (await server.PostAsync(Path, Body(code))).Faults(HttpStatusCode.UnprocessableEntity, problem, "code");

    [Fact]
    public async Task What_is_not_there_is_not_found_and_what_is_there_is_not_added()
    {
        (await server.GetReplyAsync($"{Path}/none")).Problem(HttpStatusCode.NotFound, "component.notFound");
        (await server.GetReplyAsync($"{Path}/none/changes")).Problem(HttpStatusCode.NotFound, "component.notFound");
        (await server.PostAsync($"{Path}/none/changes", new { kind = "correct", state = "damaged", source = "s" }))
            .Problem(HttpStatusCode.NotFound, "component.notFound");
        (await server.PostAsync(Path, Body(TestCity.Cover))).Problem(HttpStatusCode.Conflict, "component.exists");
    }

    [Theory]
    [InlineData("near=1", "near")]
    [InlineData("near=115.8,28.6&after=1", "after")]
    [InlineData("state=new", "state")]
    [InlineData("bbox=1", "bbox")]
    public async Task A_malformed_parameter_is_named(string query, string field) =>
        (await server.GetReplyAsync($"{Path}?{query}")).Faults(HttpStatusCode.BadRequest, "request.malformed", field);

    private static object Body(string code) =>
        new { code, lon = TestCity.WestLon, lat = TestCity.Lat, department = TestCity.Roads, source = "survey 1" };

    private async Task<string> AddedAsync()
    {
        var code = $"3601020101{Interlocked.Increment(ref _last):D6}";
        var added = await server.PostAsync(Path, Body(code), ("X-CityOps-Acting", "shiftLead:zhao@360102"));
        Assert.Equal((HttpStatusCode.Created, $"{Path}/{code}"), (added.Status, added.Headers.Location?.ToString()));
        return code;
    }

    private async Task<string?> CityVersionAsync() =>
        (await server.GetReplyAsync("/api/v1/catalog")).Headers.ETag?.Tag.ToString().Trim('"');

    private static List<string?> Kinds(Reply list) => Texts(list, "kind");

    private static List<string?> Ids(Reply list) => Texts(list, "id");

    private static List<string?> Texts(Reply list, string field) =>
        [.. list.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty(field).GetString())];
}
