using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Http.Problems;

namespace CityOps.Http.Calling;

/// <summary>Finds out who calls before anything of the request is read; health and metrics are for everyone.</summary>
internal sealed class CallerMiddleware(RequestDelegate next, Callers callers, CityConfiguration city)
{
    private static readonly PathString[] Guarded = ["/api", "/openapi", "/open311"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!Guarded.Any(path => context.Request.Path.StartsWithSegments(path)))
        {
            return next(context);
        }

        switch (callers.Read(context.Request))
        {
            case CallerReading.Known known:
                context.Features.Set(new Caller(known.Actor, Scope.Of(known.Actor, city)));
                return next(context);
            case CallerReading.Unreadable unreadable:
                return Problem.Malformed(Callers.ActingHeader, unreadable.Why).ExecuteAsync(context);
            default:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Problem.Unauthenticated.ExecuteAsync(context);
        }
    }
}
