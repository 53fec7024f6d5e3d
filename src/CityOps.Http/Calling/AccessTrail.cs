using CityOps.Domain;
using CityOps.Engine;
using CityOps.Engine.Ports;

namespace CityOps.Http.Calling;

/// <summary>Notes in the access log what an auditor asks for: refusals, and looks at personal data. Thread-safe.</summary>
internal sealed class AccessTrail(IAccessLog log, TimeProvider clock)
{
    /// <summary>Notes an answered call, if it has to be.</summary>
    /// <param name="context">The call.</param>
    /// <param name="code">Why it was refused, where the border refused it.</param>
    public void Note(HttpContext context, string? code)
    {
        var caller = context.Features.Get<Caller>();
        var status = context.Response.StatusCode;
        var why = code ?? (caller is { Outside: true } ? "outsideScope" : status == StatusCodes.Status403Forbidden ? "forbidden" : null);
        if (why is null && caller?.Shown is null)
        {
            return;
        }

        var request = context.Request;
        log.Note(
            new AccessNote(
                caller?.Actor.Id, caller is null ? null : HoldingOf(caller.Actor), $"{context.Connection.RemoteIpAddress}", request.Method,
                request.Path.Value ?? "/", why is null ? caller?.Shown ?? "nothing" : "nothing", status, why),
            clock.GetCurrentInstant());
    }

    private static string HoldingOf(Actor actor) =>
        (actor.Department ?? actor.Jurisdiction) is { } place ? $"{RoleWords.Of(actor.Roles)}@{place}" : RoleWords.Of(actor.Roles);
}
