using CityOps.Domain;
using CityOps.Engine;
using CityOps.Engine.Ports;

namespace CityOps.Http.Calling;

/// <summary>Notes in the access log what an auditor asks for: refusals, and looks at personal data. Thread-safe.</summary>
internal sealed class AccessTrail(IAccessLog log, TimeProvider clock)
{
    private const string Nothing = "nothing";

    private static readonly string[] Methods =
    [
        HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options,
    ];

    /// <summary>Notes an answered call, if it has to be.</summary>
    public void Note(HttpContext context)
    {
        var caller = context.Features.Get<Caller>();
        var why = caller is { Outside: true } ? "outsideScope"
            : context.Response.StatusCode switch
            {
                StatusCodes.Status403Forbidden => "forbidden",
                StatusCodes.Status429TooManyRequests => "tooMany",
                _ => null,
            };
        if (why is not null || caller?.Shown is not null)
        {
            var request = context.Request;
            Note(context, request.Method, request.Path.Value ?? "/", why is null ? caller?.Shown ?? Nothing : Nothing, why);
        }
    }

    /// <summary>
    /// Notes a call that was stopped at the border. Of what anyone may write there stands only what is in the engine's own words, so that
    /// such calls are alike and fill no disk.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="path">Below which path it was.</param>
    /// <param name="code">Why it was stopped.</param>
    public void NoteStopped(HttpContext context, PathString path, string code)
    {
        var method = Methods.FirstOrDefault(known => HttpMethods.Equals(known, context.Request.Method));
        Note(context, method ?? "other", path.Value ?? "/", Nothing, code);
    }

    private void Note(HttpContext context, string method, string path, string what, string? why)
    {
        var caller = context.Features.Get<Caller>();
        log.Note(
            new AccessNote(
                caller?.Actor.Id, caller is null ? null : HoldingOf(caller.Actor), $"{context.Connection.RemoteIpAddress}", method, path, what,
                context.Response.StatusCode, why),
            clock.GetCurrentInstant());
    }

    private static string HoldingOf(Actor actor) =>
        (actor.Department ?? actor.Jurisdiction) is { } place ? $"{RoleWords.Of(actor.Roles)}@{place}" : RoleWords.Of(actor.Roles);
}
