using CityOps.Engine.Ports;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Files;

/// <summary>Why bytes were not taken, as answers.</summary>
internal static class UploadProblems
{
    public static ProblemHttpResult Of(UploadFault fault) => fault switch
    {
        UploadFault.NotFound => Problem.Of(StatusCodes.Status404NotFound, "upload.notFound", "There is no such upload, or it has expired."),
        UploadFault.TooLarge => Problem.Of(
            StatusCodes.Status413PayloadTooLarge, "file.tooLarge", "The file has more bytes than are taken of its type, or than were announced."),
        UploadFault.TypeUnknown => Problem.Of(
            StatusCodes.Status415UnsupportedMediaType, "file.typeUnknown", "By its content the file is none of JPEG, PNG, WebP and MP4."),
        UploadFault.HashDiffers => Problem.Of(
            StatusCodes.Status422UnprocessableEntity, "file.hashDiffers", "The bytes have another SHA-256 than was said. Send them again."),
        UploadFault.OffsetDiffers => Problem.Of(
            StatusCodes.Status409Conflict, "upload.offsetDiffers", "The part does not begin where the upload is; HEAD says where."),
        UploadFault.Busy => Problem.Of(StatusCodes.Status423Locked, "upload.busy", "Another part of this upload is just coming."),
        UploadFault.TooManyOpen => Problem.Of(
            StatusCodes.Status429TooManyRequests, "upload.tooManyOpen", "Too many uploads are open. Finish or delete some."),
        UploadFault.QuotaUsed => Problem.Of(
            StatusCodes.Status429TooManyRequests, "upload.quotaUsed", "More bytes than may be sent in 24 hours."),
        UploadFault.Unavailable => Unavailable(
            "The store of files does not answer. What came of an upload in parts is kept: ask for it by HEAD later; send a whole file again."),
        UploadFault.Elsewhere => Problem.Of(
            StatusCodes.Status503ServiceUnavailable, "upload.elsewhere",
            "Another node has what came of this upload, and keeps it. Send the same again until that one answers, or begin a new upload."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    /// <summary>The answer where the store does not.</summary>
    public static ProblemHttpResult Unavailable(string why) =>
        Problem.Of(StatusCodes.Status503ServiceUnavailable, "files.unavailable", why);

    /// <summary>Lets a body be as large as files may be; of every other call it is much smaller.</summary>
    public static void Allow(this HttpRequest request, long most)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }
    }
}
