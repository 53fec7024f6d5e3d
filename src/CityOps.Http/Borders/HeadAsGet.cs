namespace CityOps.Http.Borders;

/// <summary>
/// Has HEAD answered as GET is, by the same rights and with the same headers; the server leaves the body out. Files have a HEAD of their
/// own, and a stream has none: it would not end.
/// </summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    private static readonly PathString[] Others = ["/api/v1/files", "/api/v1/stream"];

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var given = request.Method;
        if (!HttpMethods.IsHead(given) || Others.Any(path => request.Path.StartsWithSegments(path)))
        {
            await next(context);
            return;
        }

        request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            // The access log notes what came.
            request.Method = given;
        }
    }
}
