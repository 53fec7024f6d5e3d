using CityOps.Engine.Ports;
using CityOps.Http.Json;
using CityOps.Http.Problems;

namespace CityOps.Http.Calling;

/// <summary>What a key must be for so that it opens a call: <c>read</c> for a GET; otherwise what the endpoint says, or <c>configure</c>.</summary>
internal sealed class KeyScopeFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var needed = http.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Scope
            ?? (HttpMethods.IsGet(http.Request.Method) ? KeyScopes.Read : KeyScopes.Configure);
        return http.Features.Get<Caller>()?.May.HasFlag(needed) == true
            ? next(context)
            : ValueTask.FromResult<object?>(Problem.Of(
                StatusCodes.Status403Forbidden, "caller.scopeMissing", $"The key is not for this: it lacks the scope '{CityJson.Word(needed)}'."));
    }
}

/// <summary>The scope that an endpoint needs.</summary>
internal sealed record NeededScope(KeyScopes Scope);

/// <summary>Endpoints say what they need.</summary>
internal static class NeededScopes
{
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, KeyScopes scope) => endpoint.WithMetadata(new NeededScope(scope));
}
