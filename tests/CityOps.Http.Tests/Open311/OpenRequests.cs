using System.Xml.Linq;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Open311;

/// <summary>Forms as clients of GeoReport send them.</summary>
internal static class OpenRequests
{
    /// <summary>The fields of the specification's own example, at a place of the test city.</summary>
    public static Dictionary<string, string> Form(string description) => new()
    {
        ["service_code"] = "component-0101",
        ["lat"] = "28.685",
        ["long"] = "115.855",
        ["attribute[condition]"] = "1",
        ["description"] = description,
        ["email"] = "smit333@sfgov.edu",
        ["device_id"] = "tt222111",
        ["account_id"] = "123456",
        ["first_name"] = "John",
        ["last_name"] = "Smith",
        ["phone"] = "111111111",
        ["media_url"] = "http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg",
    };

    /// <summary>A form with a field set, or taken out.</summary>
    public static Dictionary<string, string> With(this Dictionary<string, string> form, string field, string? value)
    {
        if (value is null)
        {
            form.Remove(field);
        }
        else
        {
            form[field] = value;
        }

        return form;
    }

    public static Task<Reply> RequestAsync(
        this CityServer server, Dictionary<string, string> form, string format = "json", params (string, string)[] headers) =>
        server.SendAsync(HttpMethod.Post, $"/open311/v2/requests.{format}", new FormUrlEncodedContent(form), headers);

    /// <summary>Sends a request, and gives its id.</summary>
    public static async Task<string> RequestedAsync(this CityServer server, string description, params (string, string)[] headers) =>
        (await server.RequestAsync(Form(description), "json", headers)).Json[0].GetProperty("service_request_id").GetString() ?? "";

    /// <summary>Checks that it is a list of what is wrong, each with the status, and gives the descriptions.</summary>
    public static IReadOnlyList<string> Wrong(this Reply reply, int status)
    {
        Assert.Equal((status, "application/json"), ((int)reply.Status, reply.Content.ContentType?.MediaType));
        Assert.All(reply.Json.EnumerateArray(), e => Assert.Equal(status, e.GetProperty("code").GetInt32()));
        return [.. reply.Json.EnumerateArray().Select(e => e.GetProperty("description").GetString() ?? "")];
    }

    /// <summary>The body as XML.</summary>
    public static XElement Xml(this Reply reply)
    {
        Assert.Equal("text/xml", reply.Content.ContentType?.MediaType);
        return XDocument.Parse(reply.Text).Root ?? new XElement("nothing");
    }

    /// <summary>The row of a case that has just been reported.</summary>
    public static CaseRow RowOf(string id) => new(
        id, 1, Stage.Reported, Domain.Catalog.CategoryKind.Component, "0101", "1", Domain.Channel.CitizenApp, "x",
        Domain.Geo.GeoPoint.At(latitude: TestCity.Lat, longitude: TestCity.WestLon),
        TestCity.West, TestCity.PatrolGrid, null, null, CityServer.Noon, CityServer.Noon, CityServer.Noon);
}
