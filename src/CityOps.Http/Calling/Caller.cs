using Microsoft.AspNetCore.Http.Features;
using System.Reflection;
using CityOps.Domain;

namespace CityOps.Http.Calling;

/// <summary>Who calls, as <see cref="CallerMiddleware"/> has found out before the endpoint runs.</summary>
internal sealed record Caller(Actor Actor) : IBindableFromHttpContext<Caller>
{
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(context.Features.GetRequiredFeature<Caller>());
}
