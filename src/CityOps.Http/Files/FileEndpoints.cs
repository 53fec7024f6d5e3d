using System.Net.Mime;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Files;

/// <summary>Photos and videos: one by its SHA-256, its thumbnails, and the way in for those that come in one go.</summary>
internal static class FileEndpoints
{
    private const int UsualWidth = 320;

    private static ProblemHttpResult NotFound => Problem.Of(StatusCodes.Status404NotFound, "file.notFound", "There is no such file.");

    public static void MapFiles(this IEndpointRouteBuilder api)
    {
        api.MapMethods("/files/{sha256}", [HttpMethods.Get, HttpMethods.Head], Get)
            .Describe(
                "files", "A photo or video",
                "The bytes as they were uploaded, to the uploader and to those who may see a case that names it and are told who took it. "
                + "Its SHA-256 is the ETag. HEAD says as much without the bytes.")
            .Needs(KeyScopes.Read)
            .Takes(OpenApi.Header.IfNoneMatch, "Range")
            .Answers<Stream>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp", "video/mp4")
            .Answers(StatusCodes.Status206PartialContent)
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(403, 404, 412, 416, 503);
        api.MapMethods("/files/{sha256}/thumbnail", [HttpMethods.Get, HttpMethods.Head], Thumbnail)
            .Describe(
                "files", "A picture, smaller",
                "An upright JPEG without what the camera noted, to everybody who may see a case that names the picture.")
            .Needs(KeyScopes.Read)
            .Takes("width", OpenApi.Header.IfNoneMatch)
            .Answers<Stream>(StatusCodes.Status200OK, "image/jpeg")
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(404, 412, 416, 422, 503);
        api.MapPut("/files/{sha256}", Put)
            .Describe(
                "files", "Upload a photo or video in one go",
                "The body is the file: JPEG, PNG, WebP or MP4, told by its content. 201 once it is on disk; 200 where the same bytes were there.")
            .Needs(KeyScopes.Report)
            .TakesBytes("application/octet-stream")
            .Answers<FileBody>(StatusCodes.Status201Created)
            .Refuses(413, 415, 422, 429, 503);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Get(
        string sha256, HttpResponse response, Caller caller, FileFinder finder, IFiles files, CancellationToken cancel) =>
        await finder.FindAsync(sha256, caller, cancel) switch
        {
            (null, _) => NotFound,
            (_, FileSight.Picture) => Problem.Of(
                StatusCodes.Status403Forbidden, "file.originalHidden",
                "The original tells by what the camera noted who took it. Ask for its thumbnail, up to 2048 pixels wide."),
            ({ } file, _) => await files.OpenAsync(file.Hash, cancel) is { } bytes ? Original(file, bytes, caller, response) : NotFound,
        };

    private static FileStreamHttpResult Original(StoredFile file, Stream bytes, Caller caller, HttpResponse response)
    {
        caller.Shows("original");
        return Sent(file, bytes, response);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Thumbnail(
        string sha256, HttpRequest request, HttpResponse response, Caller caller, FileFinder finder, IFiles files, CancellationToken cancel)
    {
        var reader = new QueryReader(request.Query);
        var wanted = reader.Whole("width", IFiles.ThumbnailWidths[^1]) ?? UsualWidth;
        if (reader.IsMalformed(out var malformed))
        {
            return malformed;
        }

        if (await finder.FindAsync(sha256, caller, cancel) is not ({ } file, _))
        {
            return NotFound;
        }

        var width = IFiles.ThumbnailWidths.First(w => w >= wanted);
        return await files.ThumbnailAsync(file, width, cancel) switch
        {
            Engine.Ports.Thumbnail.Made made => Sent(made.Jpeg, "image/jpeg", $"{file.Hash}-{width}", response),
            Engine.Ports.Thumbnail.Impossible { Why: var why } =>
                Problem.Of(StatusCodes.Status422UnprocessableEntity, "file.noThumbnail", why),
            _ => NotFound,
        };
    }

    private static async Task<Results<Created<FileBody>, Ok<FileBody>, ProblemHttpResult>> Put(
        string sha256, HttpRequest request, Caller caller, IUploads uploads, CancellationToken cancel)
    {
        if (!FileHash.TryParse(sha256, out var hash))
        {
            return Problem.Malformed("sha256", "It is no SHA-256: 64 hexadecimal digits.");
        }

        request.Allow(uploads.LargestFile);
        return await uploads.PutAsync(hash, caller.Party, request.ContentLength, request.Body, cancel) switch
        {
            UploadAnswer.Stored { IsNew: true, File: var file } => TypedResults.Created($"/api/v1/files/{file.Hash}", FileBody.From(file)),
            UploadAnswer.Stored { File: var file } => TypedResults.Ok(FileBody.From(file)),
            UploadAnswer.Refused refused => UploadProblems.Of(refused.Fault),
            _ => throw new InvalidOperationException("A whole file is stored or refused."),
        };
    }

    private static FileStreamHttpResult Sent(StoredFile file, Stream bytes, HttpResponse response)
    {
        var (type, ending) = FileBody.TypeOf(file.Type);
        response.Headers.ContentDisposition = new ContentDisposition { Inline = true, FileName = $"{file.Hash}.{ending}" }.ToString();
        return Sent(bytes, type, file.Hash.Hex, response);
    }

    // What is addressed by its content never changes; whose it is to see does, so that no shared cache may keep it, and a browser shows
    // it to nobody else who comes to the same desk.
    private static FileStreamHttpResult Sent(Stream bytes, string type, string tag, HttpResponse response)
    {
        response.KeepToCaller("max-age=31536000, immutable");
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Stream(bytes, type, entityTag: new EntityTagHeaderValue($"\"{tag}\""), enableRangeProcessing: true);
    }
}
