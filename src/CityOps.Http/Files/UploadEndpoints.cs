using System.Globalization;
using System.Text;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Files;

/// <summary>Uploads that may come in parts, by the tus protocol 1.0.0 with creation, expiration and termination (tus.io).</summary>
internal static class UploadEndpoints
{
    private const string Version = "1.0.0";
    private const string PartType = "application/offset+octet-stream";

    public static void MapUploads(this IEndpointRouteBuilder api)
    {
        var tus = api.MapGroup("/files/uploads");
        tus.AddEndpointFilter(CheckVersionAsync);
        tus.MapMethods("", [HttpMethods.Options], Options)
            .Describe("files", "What is understood of tus", "The version, the extensions and the largest file, in headers.")
            .Needs(KeyScopes.Read)
            .Answers(StatusCodes.Status204NoContent);
        tus.MapPost("", Begin)
            .Describe("files", "Begin an upload that may come in parts", "201 with its Location; the parts follow there by PATCH.")
            .Needs(KeyScopes.Report)
            .Takes(Header.TusResumable, Header.UploadLength, Header.UploadMetadata)
            .Answers(StatusCodes.Status201Created)
            .Refuses(412, 413, 429);
        tus.MapMethods("/{id}", [HttpMethods.Head], Ask)
            .Describe("files", "How far an upload is", "Upload-Offset says how many bytes are on disk, also after the last.")
            .Needs(KeyScopes.Report)
            .Takes(Header.TusResumable)
            .Answers(StatusCodes.Status200OK)
            .Refuses(404, 412, 413, 415, 422, 423, 503);
        tus.MapPatch("/{id}", Append)
            .Describe(
                "files", "The next part of an upload",
                "204 once it is on disk; with the last part the whole file is looked at and can be read from then on. Where PATCH does not "
                + "pass: by POST with `X-HTTP-Method-Override: PATCH`, and so DELETE.")
            .Needs(KeyScopes.Report)
            .Takes(Header.TusResumable, Header.UploadOffset)
            .TakesBytes(PartType)
            .Answers(StatusCodes.Status204NoContent)
            .Refuses(404, 409, 412, 413, 415, 422, 423, 503);
        tus.MapDelete("/{id}", Abandon)
            .Describe("files", "Give an upload up", "What has come is deleted; a finished file stays.")
            .Needs(KeyScopes.Report)
            .Takes(Header.TusResumable)
            .Answers(StatusCodes.Status204NoContent)
            .Refuses(404, 412, 423, 503);
    }

    private static NoContent Options(HttpResponse response, IUploads uploads)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = "creation,expiration,termination";
        response.Headers["Tus-Max-Size"] = Text(uploads.LargestFile);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Created, ProblemHttpResult>> Begin(
        HttpRequest request, Caller caller, IUploads uploads, CancellationToken cancel) =>
        Number(request, Header.UploadLength) is not { } length ? Problem.Malformed(Header.UploadLength, "It is no number of bytes.")
        : !TryReadHash(request.Headers[Header.UploadMetadata].ToString(), out var hash) ? Problem.Malformed(
            Header.UploadMetadata, "It does not have 'sha256' with 64 hexadecimal digits, encoded as Base64.")
        : await uploads.BeginAsync(hash, caller.Party, length, cancel) switch
        {
            UploadAnswer.Open { Upload: var upload } => Begun(upload, request.HttpContext.Response),
            UploadAnswer.Refused refused => UploadProblems.Of(refused.Fault),
            _ => throw new InvalidOperationException("An upload begins or is refused."),
        };

    private static async Task<Results<Ok, ProblemHttpResult>> Ask(
        string id, HttpResponse response, Caller caller, IUploads uploads, CancellationToken cancel)
    {
        switch (await uploads.AskAsync(id, caller.Party, cancel))
        {
            case UploadAnswer.Open { Upload: var upload }:
                Tell(upload, response);
                response.Headers[Header.UploadLength] = Text(upload.Length);
                response.Headers.CacheControl = "no-store";
                return TypedResults.Ok();
            case UploadAnswer.Refused { Fault: var fault }:
                return UploadProblems.Of(fault);
            default:
                throw new InvalidOperationException("How far an upload is, is told or refused.");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Append(
        string id, HttpRequest request, Caller caller, IUploads uploads, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(PartType, StringComparison.OrdinalIgnoreCase))
        {
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "request.mediaType", $"A part is sent as {PartType}.");
        }

        if (Number(request, Header.UploadOffset) is not { } offset)
        {
            return Problem.Malformed(Header.UploadOffset, "It is no number of bytes.");
        }

        request.Allow(uploads.LargestFile);
        switch (await uploads.AppendAsync(id, caller.Party, offset, request.Body, cancel))
        {
            case UploadAnswer.Open { Upload: var upload }:
                Tell(upload, request.HttpContext.Response);
                return TypedResults.NoContent();
            case UploadAnswer.Stored { File: var file }:
                request.HttpContext.Response.Headers[Header.UploadOffset] = Text(file.Length);
                return TypedResults.NoContent();
            case UploadAnswer.Refused { Fault: var fault }:
                return UploadProblems.Of(fault);
            default:
                throw new InvalidOperationException("A part is stored or refused.");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Abandon(
        string id, Caller caller, IUploads uploads, CancellationToken cancel) =>
        await uploads.AbandonAsync(id, caller.Party, cancel) is { } fault ? UploadProblems.Of(fault) : TypedResults.NoContent();

    /// <summary>A client of another version might mean something else by the same words (tus 1.0.0, Tus-Resumable).</summary>
    private static async ValueTask<object?> CheckVersionAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.Headers[Header.TusResumable] = Version;
        if (HttpMethods.IsOptions(request.Method) || request.Headers[Header.TusResumable] == Version)
        {
            return await next(context);
        }

        response.Headers["Tus-Version"] = Version;
        return Problem.Of(StatusCodes.Status412PreconditionFailed, "upload.version", $"{Header.TusResumable} must be {Version}.");
    }

    private static Created Begun(Upload upload, HttpResponse response)
    {
        Tell(upload, response);
        return TypedResults.Created($"/api/v1/files/uploads/{upload.Id}");
    }

    private static void Tell(Upload upload, HttpResponse response)
    {
        response.Headers[Header.UploadOffset] = Text(upload.Offset);
        response.Headers["Upload-Expires"] = upload.ExpiresAt.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture);
    }

    private static bool TryReadHash(string metadata, out FileHash hash)
    {
        var coded = metadata.Split(',').Select(pair => pair.Trim().Split(' '))
            .FirstOrDefault(pair => pair is ["sha256", _])?[1] ?? "";
        var bytes = new byte[coded.Length];
        hash = default;
        return Convert.TryFromBase64String(coded, bytes, out var count)
            && FileHash.TryParse(Encoding.ASCII.GetString(bytes, 0, count), out hash);
    }

    private static long? Number(HttpRequest request, string header) =>
        long.TryParse(request.Headers[header].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
