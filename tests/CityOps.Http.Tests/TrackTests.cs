using System.Net;
using System.Xml.Linq;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Http.Devices;
using CityOps.Http.Tests.Running;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Http.Tests;

public sealed class TrackTests : IClassFixture<CityServer>
{
    private static readonly XNamespace Gpx = "http://www.topografix.com/GPX/1/1";
    private readonly CityServer _server;
    private readonly Device _device = new(DeviceKind.Vehicle, $"v-{Guid.NewGuid():N}");

    public TrackTests(CityServer server)
    {
        _server = server;
        _server.Devices.Put(new DeviceView(_device, null));
    }

    [Fact]
    public async Task A_track_is_a_line_of_longitude_and_latitude_with_its_times()
    {
        Drive(2);

        var reply = await _server.GetReplyAsync(Path(""));

        Assert.Equal("application/geo+json", reply.Content.ContentType?.MediaType);
        Assert.Equal("Feature", reply["type"]);
        var geometry = reply.Json.GetProperty("geometry");
        Assert.Equal("LineString", geometry.GetProperty("type").GetString());
        Assert.Equal("[[115.85,28.685,20],[115.851,28.685]]", geometry.GetProperty("coordinates").GetRawText());
        Assert.Equal(
            """["2026-03-01T03:59:00Z","2026-03-01T03:59:10Z"]""",
            reply.Json.GetProperty("properties").GetProperty("times").GetRawText());
    }

    [Fact]
    public async Task One_fix_is_a_point_and_none_is_nothing()
    {
        var none = await _server.GetReplyAsync(Path(""));
        Drive(1);
        var one = await _server.GetReplyAsync(Path(""));

        Assert.Equal("null", none.Json.GetProperty("geometry").GetRawText());
        Assert.Equal(
            """{"type":"Point","coordinates":[115.85,28.685,20]}""",
            one.Json.GetProperty("geometry").GetRawText());
    }

    [Fact]
    public async Task A_track_can_be_had_as_gpx()
    {
        Drive(2);

        var reply = await _server.GetReplyAsync(Path("?format=gpx"));

        Assert.Equal("application/gpx+xml", reply.Content.ContentType?.MediaType);
        var points = XDocument.Parse(reply.Text).Descendants(Gpx + "trkpt").ToList();
        Assert.Equal(["115.85", "115.851"], points.Select(p => p.Attribute("lon")?.Value));
        Assert.Equal(["20", null], points.Select(p => p.Element(Gpx + "ele")?.Value));
        Assert.Equal("2026-03-01T03:59:00Z", points[0].Element(Gpx + "time")?.Value);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_track_can_be_had_as_csv()
    {
        Drive(2);

        var reply = await _server.GetReplyAsync(Path("?format=csv"));

        Assert.Equal("text/csv", reply.Content.ContentType?.MediaType);
        Assert.Equal(
            "t,lon,lat,speed,heading,accuracy,altitude,mock\r\n"
            + "2026-03-01T03:59:00Z,115.85,28.685,1.5,,,20,false\r\n"
            + "2026-03-01T03:59:10Z,115.851,28.685,1.5,,,,false\r\n",
            reply.Text);
    }

    [Theory]
    [InlineData("?from=2026-02-01T00:00:00Z&to=2026-03-04T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-04T00:00:00Z")]
    [InlineData("?to=2026-02-02T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z")]
    [InlineData("", "2026-02-28T04:00:00.001Z", "2026-03-01T04:00:00.001Z")]
    public async Task The_span_is_as_asked_or_the_last_day(string query, string from, string to)
    {
        _server.Tracks.Spans.Clear();
        await _server.GetReplyAsync(Path(query));

        var spans = _server.Tracks.Spans.ToList();
        Assert.Equal((from, to), (InstantPattern.ExtendedIso.Format(spans[0].From), InstantPattern.ExtendedIso.Format(spans[^1].To)));
        Assert.Equal(spans.Skip(1).Select(span => span.From), spans.SkipLast(1).Select(span => span.To));
        Assert.All(spans, span => Assert.True(span.To - span.From <= TrackPieces.Longest));
    }

    [Fact]
    public async Task A_track_of_weeks_is_whole_in_every_form()
    {
        // Three days are read at a time: one fix alone, none for a while, then three, the first where a span begins.
        foreach (var days in new[] { 20, 10, 9.5, 8 })
        {
            _server.Tracks.Fixes.Add(new Fix(
                _device, CityServer.Noon - Duration.FromDays(days), GeoPoint.At(TestCity.Lat, 115.85)));
        }

        var json = await _server.GetReplyAsync(Path($"?from={Day(25)}&to={Day(1)}"));
        var gpx = await _server.GetReplyAsync(Path($"?from={Day(25)}&to={Day(1)}&format=gpx"));
        var csv = await _server.GetReplyAsync(Path($"?from={Day(25)}&to={Day(1)}&format=csv"));

        var times = new[] { 20, 10, 9.5, 8 }.Select(Day).ToList();
        Assert.Equal("LineString", json.Json.GetProperty("geometry").GetProperty("type").GetString());
        Assert.Equal(4, json.Json.GetProperty("geometry").GetProperty("coordinates").GetArrayLength());
        Assert.Equal(times, json.Json.GetProperty("properties").GetProperty("times").EnumerateArray().Select(t => t.GetString() ?? ""));
        Assert.Equal(times, XDocument.Parse(gpx.Text).Descendants(Gpx + "time").Select(t => t.Value));
        Assert.Equal(times, csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_fault_within_a_track_breaks_the_answer_off_and_one_before_it_is_told(string encoding)
    {
        await using var own = new OpenedServer(new CityHttpOptions { Demo = true });
        await own.InitializeAsync();
        own.Devices.Put(new DeviceView(_device, null));
        own.Tracks.AwayFrom = CityServer.Noon - Duration.FromDays(7);

        var before = await own.GetReplyAsync(Path($"?from={Day(6)}&to={Day(5)}&format=csv"));

        before.Problem(HttpStatusCode.InternalServerError, "http.internalServerError");
        await Assert.ThrowsAsync<HttpRequestException>(
            () => own.GetReplyAsync(Path($"?from={Day(10)}&to={Day(5)}&format=csv"), ("Accept-Encoding", encoding)));
    }

    [Theory]
    [InlineData("?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00.001Z", "from")]
    [InlineData("?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z", "from")]
    [InlineData("?from=monday", "from")]
    [InlineData("?to=-99999999999999999", "to")]
    [InlineData("?to=9999-12-31T23:59:59-01:00", "to")]
    [InlineData("?from=9999-12-31T23:00:00Z", "from")]
    [InlineData("?format=kml", "format")]
    public async Task A_span_or_format_that_is_none_is_refused(string query, string field) =>
        (await _server.GetReplyAsync(Path(query))).Faults(HttpStatusCode.BadRequest, "request.malformed", field);

    [Fact]
    public async Task Who_was_near_a_place_is_told_with_distance_and_time()
    {
        Drive(2);

        var reply = await _server.GetReplyAsync(Near($"lon=115.8505&lat={TestCity.Lat}&radius=1"));
        var tooFar = await _server.GetReplyAsync(Near($"lon=115.8505&lat={TestCity.Lat + 0.0001}&radius=5"));

        var item = reply.Json.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("id").GetString() == _device.Id);
        Assert.Equal("vehicle", item.GetProperty("kind").GetString());
        Assert.InRange(item.GetProperty("distance").GetDouble(), 0, 0.1);
        Assert.StartsWith("2026-03-01T03:59:0", item.GetProperty("closestAt").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(tooFar.Json.GetProperty("items").EnumerateArray(), i => i.GetProperty("id").GetString() == _device.Id);
    }

    [Theory]
    [InlineData("lat=28", "lon")]
    [InlineData("lon=115", "lat")]
    [InlineData("lon=115&lat=91", "lat")]
    [InlineData("lon=115&lat=28&radius=0", "radius")]
    [InlineData("lon=115&lat=28&radius=1001", "radius")]
    [InlineData("lon=115&lat=28&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:01Z", "from")]
    public async Task A_place_or_span_that_is_none_is_refused(string query, string field) =>
        (await _server.GetReplyAsync(Near(query))).Faults(HttpStatusCode.BadRequest, "request.malformed", field);

    [Fact]
    public async Task The_books_say_what_became_of_every_fix()
    {
        _server.Books.Received(_device, good: 3, bad: [new Rejection(RejectionKind.Invalid, "place.nullIsland", "It is on null island.")]);
        _server.Books.Shed(_device, 1);

        var own = await _server.GetReplyAsync($"/api/v1/{_device}/books");
        var all = await _server.GetReplyAsync("/api/v1/books");
        var nobody = await _server.GetReplyAsync("/api/v1/vehicles/nobody/books");

        Assert.Equal(
            (4, 1, 2, """{"place.nullIsland":1}"""),
            (Count(own, "received"), Count(own, "shed"), Count(own, "waiting"), own.Json.GetProperty("refused").GetRawText()));
        Assert.InRange(Count(all, "received"), 4, int.MaxValue);
        Assert.Equal(HttpStatusCode.NotFound, nobody.Status);

        static int Count(Reply reply, string name) => reply.Json.GetProperty(name).GetInt32();
    }

    private static string Near(string query) => $"/api/v1/tracks/near?{query}";

    private void Drive(int fixes)
    {
        for (var i = 0; i < fixes; i++)
        {
            _server.Tracks.Fixes.Add(new Fix(
                _device,
                CityServer.Noon + Duration.FromSeconds((10 * i) - 60),
                GeoPoint.At(TestCity.Lat, 115.85 + (i * 0.001)))
            {
                Speed = new Speed(1.5),
                Altitude = i == 0 ? Length.FromMetres(20) : null,
            });
        }
    }

    private static string Day(double ago) => InstantPattern.ExtendedIso.Format(CityServer.Noon - Duration.FromDays(ago));

    private string Path(string query) => $"/api/v1/{_device}/track{query}";
}
