using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Http.Answers;
using CityOps.Http.Open311;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Calling;

/// <summary>
/// Finds out who calls before anything of the request is read but a form that may hold the key; health, metrics, what the calls are
/// and what a citizen may report are for everyone.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, Callers callers, CallRates rates, AccessTrail trail, CityConfiguration city)
{
    private static readonly PathString[] Guarded = ["/api", "/open311"];

    public async Task InvokeAsync(HttpContext context)
    {
        var asked = context.Request.Path;
        var guarded = Guarded.FirstOrDefault(path => asked.StartsWithSegments(path));
        if (!guarded.HasValue || OpenPaths.IsForEverybody(asked))
        {
            await next(context);
            return;
        }

        context.Response.OnStarting(KeepToCaller, context.Response);
        var address = context.Connection.RemoteIpAddress;
        switch (await callers.ReadAsync(context.Request))
        {
            case CallerReading.Known known when rates.IsTooMany(CaseParties.PersonOf(known.Actor), out var wait):
                context.Features.Set(Caller.Of(known.Actor, known.May, city));
                await StopAsync(TooMany(context, wait), "caller.tooMany");
                break;
            case CallerReading.Known known:
                context.Features.Set(Caller.Of(known.Actor, known.May, city));
                try
                {
                    await next(context);
                }
                finally
                {
                    // Also of an answer that the caller did not wait for: a part of it has gone out.
                    trail.Note(context);
                }

                break;

            // Only who has no credentials that hold: others come from the same address.
            case var _ when rates.IsTooMany(address, out var wait):
                await StopAsync(TooMany(context, wait), "caller.tooManyFailures");
                break;
            case CallerReading.Unreadable unreadable:
                await Problem.Malformed(unreadable.Header, unreadable.Why).AnswerAsync(context);
                break;
            case CallerReading.Stopped { Why: var why }:
                rates.NoteFailure(address, why.Status);
                if (why.Status == StatusCodes.Status401Unauthorized)
                {
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                }

                await StopAsync(Problem.Of(why.Status, why.Code, why.Detail), why.Code);
                break;
        }

        async Task StopAsync(ProblemHttpResult problem, string code)
        {
            await problem.AnswerAsync(context);
            trail.NoteStopped(context, guarded, code);
        }
    }

    // Unless the answer says itself how it is kept, they ask again each time: the next act may come at any time.
    private static Task KeepToCaller(object state)
    {
        var response = (HttpResponse)state;
        if (response.Headers.CacheControl.Count == 0)
        {
            response.KeepToCaller("no-cache");
        }

        return Task.CompletedTask;
    }

    private static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds)):F0}";
        return Problem.Of(
            StatusCodes.Status429TooManyRequests, "caller.tooMany", "Too many calls. Retry-After says in how many seconds to come again.");
    }
}
