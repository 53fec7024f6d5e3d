using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CityOps.Http.Open311;

/// <summary>An answer in the format that the path asks for; both are written from the same body.</summary>
/// <param name="Body">What is answered.</param>
/// <param name="Root">The outermost element in XML.</param>
internal sealed record OpenAnswer<T>(T Body, string Root) : IResult
{
    /// <summary>The status.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (!httpContext.Request.WantsXml())
        {
            return response.WriteAsJsonAsync(Body, options, "application/json; charset=utf-8", httpContext.RequestAborted);
        }

        response.ContentType = "text/xml; charset=utf-8";
        var xml = OpenXml.Of(JsonSerializer.SerializeToNode(Body, options), Root);
        return response.WriteAsync(xml, Encoding.UTF8, httpContext.RequestAborted);
    }
}
