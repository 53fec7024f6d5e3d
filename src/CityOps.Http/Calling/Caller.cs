using Microsoft.AspNetCore.Http.Features;
using System.Reflection;
using CityOps.Domain;

namespace CityOps.Http.Calling;

/// <summary>Who calls, as <see cref="CallerMiddleware"/> has found out before the endpoint runs.</summary>
/// <param name="Actor">Who acts.</param>
/// <param name="Scope">What exists for them.</param>
internal sealed record Caller(Actor Actor, Scope Scope) : IBindableFromHttpContext<Caller>
{
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(context.Features.GetRequiredFeature<Caller>());
}
