using System.Reflection;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Ports;
using Microsoft.AspNetCore.Http.Features;

namespace CityOps.Http.Calling;

/// <summary>Who calls, as <see cref="CallerMiddleware"/> has found out before the endpoint runs; one for each request.</summary>
/// <param name="Actor">Who acts.</param>
/// <param name="Scope">What exists for them.</param>
/// <param name="May">What their key is for.</param>
internal sealed record Caller(Actor Actor, Scope Scope, KeyScopes May) : IBindableFromHttpContext<Caller>
{
    /// <summary>Which person or system it is: of those who share an id, one.</summary>
    public string Party => CaseParties.PersonOf(Actor);

    /// <summary>Whose personal data the answer shows; for the access log.</summary>
    public string? Shown { get; private set; }

    /// <summary>True if something was asked for that does not exist for the caller.</summary>
    public bool Outside { get; private set; }

    public static Caller Of(Actor actor, KeyScopes may, CityConfiguration city) => new(actor, Scope.Of(actor, city), may);

    /// <summary>Notes whose personal data is shown.</summary>
    public void Shows(string whose) => Shown = whose;

    /// <summary>True if the case exists for the caller; if not, that is noted.</summary>
    public bool Sees(KnownCase @case) => Met(Scope.Sees(@case));

    /// <summary>Passes on whether something exists for the caller, and notes it if not.</summary>
    public bool Met(bool exists)
    {
        Outside |= !exists;
        return exists;
    }

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(context.Features.GetRequiredFeature<Caller>());
}
