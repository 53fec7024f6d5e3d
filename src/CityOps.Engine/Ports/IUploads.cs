using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>
/// Takes files in. A file is there once, whoever sends it and how often; when an answer says that it is stored, it is on disk, and
/// until then nothing of it is seen. Thread-safe.
/// </summary>
public interface IUploads
{
    /// <summary>The largest file of any type, in bytes.</summary>
    long LargestFile { get; }

    /// <summary>Takes a whole file in one go.</summary>
    /// <param name="hash">What its SHA-256 must be.</param>
    /// <param name="by">Who sends it: a person or system with its kind, since ids of several kinds may be the same.</param>
    /// <param name="length">How many bytes are announced; null where nothing is said.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancel">Ends it; what came is forgotten.</param>
    Task<UploadAnswer> PutAsync(FileHash hash, string by, long? length, Stream bytes, CancellationToken cancel);

    /// <summary>Begins an upload that may come in parts.</summary>
    Task<UploadAnswer> BeginAsync(FileHash hash, string by, long length, CancellationToken cancel);

    /// <summary>
    /// How far the caller's upload of an id is. One whose bytes have all come and were not looked at, as the connection broke or a kill
    /// came between, is finished first, and refused as by the last part.
    /// </summary>
    Task<UploadAnswer> AskAsync(string id, string by, CancellationToken cancel);

    /// <summary>Takes the next part. What has come before the connection breaks is kept, and the upload goes on from there.</summary>
    /// <param name="id">The upload.</param>
    /// <param name="by">Whose it is.</param>
    /// <param name="offset">Where the part begins: where the upload is.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancel">Ends it; what came is kept.</param>
    Task<UploadAnswer> AppendAsync(string id, string by, long offset, Stream bytes, CancellationToken cancel);

    /// <summary>Forgets an upload.</summary>
    /// <returns>Why not; null once it is forgotten.</returns>
    Task<UploadFault?> AbandonAsync(string id, string by, CancellationToken cancel);
}

/// <summary>An upload that comes in parts.</summary>
/// <param name="Id">The id.</param>
/// <param name="Hash">What the SHA-256 of the whole must be.</param>
/// <param name="Length">How many bytes the whole has.</param>
/// <param name="Offset">How many have come; all of them when it is done.</param>
/// <param name="ExpiresAt">When it is forgotten, unless a part comes before.</param>
public sealed record Upload(string Id, FileHash Hash, long Length, long Offset, Instant ExpiresAt);

/// <summary>What became of bytes.</summary>
public abstract record UploadAnswer
{
    private UploadAnswer()
    {
    }

    /// <summary>The whole file is on disk.</summary>
    /// <param name="File">The file.</param>
    /// <param name="IsNew">False where the same bytes were there before.</param>
    public sealed record Stored(StoredFile File, bool IsNew) : UploadAnswer;

    /// <summary>A part is on disk, and more is to come.</summary>
    public sealed record Open(Upload Upload) : UploadAnswer;

    /// <summary>Nothing was taken.</summary>
    public sealed record Refused(UploadFault Fault) : UploadAnswer;
}

/// <summary>Why bytes are not taken.</summary>
public enum UploadFault
{
    /// <summary>The caller has no such upload.</summary>
    NotFound,

    /// <summary>There are more bytes than are taken of this type, or than were announced.</summary>
    TooLarge,

    /// <summary>It is none of the types that are taken.</summary>
    TypeUnknown,

    /// <summary>The bytes have another SHA-256 than was said.</summary>
    HashDiffers,

    /// <summary>The part does not begin where the upload is.</summary>
    OffsetDiffers,

    /// <summary>Another part of the same upload is just coming.</summary>
    Busy,

    /// <summary>The caller has too many uploads open.</summary>
    TooManyOpen,

    /// <summary>The caller has sent as many bytes as they may in a day.</summary>
    QuotaUsed,

    /// <summary>The store does not answer. What came of an upload in parts is kept, and is brought there when it is asked for.</summary>
    Unavailable,

    /// <summary>What came of the upload is on the disk of another node, and stays there: it is to be asked.</summary>
    Elsewhere,
}
