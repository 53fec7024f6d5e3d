using System.Data.Common;
using System.Diagnostics;
using System.Net;
using CityOps.Engine.Ports;
using CityOps.Http.Files;
using CityOps.Http.Open311;
using Microsoft.AspNetCore.Http.Features;

namespace CityOps.Http.Problems;

/// <summary>
/// The border: whatever goes wrong inside, and every error without a body (no such route, wrong method …), leaves as
/// a problem document. Also bounds what a request may bring.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = CityHttpOptions.BodyLimitBytes;
        }

        context.Response.OnStarting(HintRetry, context.Response);
        try
        {
            await next(context);
            await FillAsync(context);
        }
        catch (BadHttpRequestException bad)
        {
            await WriteAsync(context, bad.StatusCode, bad.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (FilesUnavailableException unavailable) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await UploadProblems.Unavailable(unavailable.Message).AnswerAsync(context);
        }
        catch (DbException fault)
        {
            HttpLog.Failed(log, fault, context.Request.Method, context.Request.Path, Activity.Current?.TraceId);
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The database cannot be asked just now; try again.");
        }
#pragma warning disable CA1031 // The border: a fault inside must not show outside.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            HttpLog.Failed(log, fault, context.Request.Method, context.Request.Path, Activity.Current?.TraceId);
            await WriteAsync(context, StatusCodes.Status500InternalServerError, "Something is wrong inside.");
        }
    }

    // A client that is told "not now" must know when to come again.
    private static Task HintRetry(object state)
    {
        var response = (HttpResponse)state;
        if (response.Headers.RetryAfter.Count == 0
            && response.StatusCode is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = response.StatusCode == StatusCodes.Status503ServiceUnavailable ? "1" : "30";
        }

        return Task.CompletedTask;
    }

    private static Task FillAsync(HttpContext context)
    {
        var response = context.Response;

        // What a file's conditions refuse comes without a body, but with the file's media type.
        var bare = response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null }
            or
            {
                StatusCode: StatusCodes.Status412PreconditionFailed or StatusCodes.Status416RangeNotSatisfiable,
                HasStarted: false,
                ContentType: not "application/problem+json",
            };
        return bare ? WriteAsync(context, response.StatusCode, DetailOf(context)) : Task.CompletedTask;
    }

    private static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing under this path.",
        StatusCodes.Status405MethodNotAllowed =>
            $"This path does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status412PreconditionFailed => "The file is none of those that If-Match names.",
        StatusCodes.Status413PayloadTooLarge => $"The body has more than {CityHttpOptions.BodyLimitBytes:N0} bytes.",
        StatusCodes.Status416RangeNotSatisfiable => "The file has no bytes in this Range; Content-Range says how many there are.",
        _ => "The request cannot be answered.",
    };

    private static Task WriteAsync(HttpContext context, int status, string detail)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        var (allow, length) = (headers.Allow, status == StatusCodes.Status416RangeNotSatisfiable ? headers.ContentRange : default);
        context.Response.Clear();
        (headers.Allow, headers.ContentRange) = (allow, length);
        return Problem.Of(status, CodeOf(status), detail).AnswerAsync(context);
    }

    private static string CodeOf(int status)
    {
        var name = Enum.IsDefined((HttpStatusCode)status) ? ((HttpStatusCode)status).ToString() : "Failed";
        return $"http.{char.ToLowerInvariant(name[0])}{name[1..]}";
    }
}
