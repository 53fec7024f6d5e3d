namespace CityOps.Http.OpenApi;

/// <summary>Which codes a problem of a call can have. A test sees that no other is ever answered.</summary>
internal static class ProblemTable
{
    private const string Anything = "";
    private const string Body = "body";
    private const string Key = "key";
    private const string Moment = "at";

    // The path begins so (with a $ it is that), or the call takes what is named.
    private static readonly (string Where, int Status, string Codes)[] Rows =
    [
        (Anything, 400, "request.malformed http.badRequest"),
        (Body, 400, "request.malformedJson"),
        (Anything, 401, "caller.unknown caller.keyUnknown caller.keyRevoked caller.keyExpired caller.tokensNotTaken caller.tokenInvalid caller.tokenUnnamed"),
        (Anything, 403, "caller.scopeMissing caller.placeUnknown caller.placeMissing"),
        (Anything, 413, "http.requestEntityTooLarge"),
        (Body, 415, "request.mediaType"),
        (Body, 422, "request.wrongType request.invalid"),
        (Key, 422, "request.keyReused"),
        (Anything, 429, "caller.tooMany caller.tooManyFailures"),
        (Anything, 500, "http.internalServerError"),
        (Anything, 503, "engine.unavailable caller.issuerUnavailable"),

        ("/api/v1/reports", 403, "case.collectorsOnly case.roleMissing"),
        ("/api/v1/reports", 409, "report.sourceTaken case.idTaken"),
        ("/api/v1/reports", 422, "place.outsideCity case.unknownCategory case.unknownCondition"),
        ("/api/v1/cases$", 403, "case.collectorHidden"),
        ("/api/v1/cases/{id}", 404, "case.notFound"),
        (Moment, 404, "case.notYetReported"),
        ("/api/v1/cases/{id}/acts/{act}", 404, "act.unknown"),
        ("/api/v1/cases/{id}/acts/", 403,
            "case.roleMissing case.otherJurisdiction case.otherDepartment case.otherCentre case.ownWork case.ownRequest case.notAbove"),
        ("/api/v1/cases/{id}/acts/", 409,
            "case.notPossible case.commandIdUsed case.requestPending case.nothingAsked case.extensionsUsed case.late case.ruled case.taskPending "
            + "case.notInspected case.neverFiled case.notLate case.appealedBefore"),
        ("/api/v1/cases/{id}/acts/", 412, "case.versionDiffers"),
        ("/api/v1/cases/{id}/acts/", 422,
            "case.required case.outOfRange case.unknownCategory case.unknownCondition case.unknownDepartment case.unknownCentre "
            + "case.departmentOutside case.mergedIntoItself case.noOpenCase place.outsideCity"),
        ("/api/v1/cases/{id}/acts/merge", 503, "case.targetUnavailable"),
        ("/api/v1/components", 403, "component.roleMissing component.otherJurisdiction"),
        ("/api/v1/components", 404, "component.notFound"),
        ("/api/v1/components", 409, "component.exists component.retired component.keyReused"),
        ("/api/v1/components", 412, "component.versionDiffers"),
        ("/api/v1/components", 422, "component.required component.wrong place.outsideCity"),
        ("/api/v1/files/{sha256}", 403, "file.originalHidden"),
        ("/api/v1/files/{sha256}", 404, "file.notFound"),
        ("/api/v1/files/{sha256}", 412, "http.preconditionFailed"),
        ("/api/v1/files/{sha256}", 416, "http.requestedRangeNotSatisfiable"),
        ("/api/v1/files/{sha256}/thumbnail", 422, "file.noThumbnail"),
        ("/api/v1/files/", 413, "file.tooLarge"),
        ("/api/v1/files/", 415, "file.typeUnknown request.mediaType"),
        ("/api/v1/files/", 422, "file.hashDiffers"),
        ("/api/v1/files/", 429, "upload.quotaUsed upload.tooManyOpen"),
        ("/api/v1/files/", 503, "files.unavailable"),
        ("/api/v1/files/uploads", 404, "upload.notFound"),
        ("/api/v1/files/uploads", 409, "upload.offsetDiffers"),
        ("/api/v1/files/uploads", 412, "upload.version"),
        ("/api/v1/files/uploads", 423, "upload.busy"),
        ("/api/v1/files/uploads/{id}", 503, "upload.elsewhere"),
        ("/api/v1/grids", 404, "place.outsideCity grid.notFound"),
        ("/api/v1/collectors", 404, "collector.notFound"),
        ("/api/v1/vehicles", 404, "vehicle.notFound"),
        ("/api/v1/collectors/{id}/commands/{command}", 404, "command.notFound"),
        ("/api/v1/vehicles/{id}/commands/{command}", 404, "command.notFound"),
        ("commands", 403, "command.roleMissing command.otherJurisdiction"),
        ("commands", 409, "command.idUsed command.tooMany"),
        ("commands", 422, "command.required command.outOfRange place.outsideCity"),
        ("/api/v1/commands", 422, "command.groupTooLarge"),
        ("/api/v1/devices/quarantine", 403, "quarantine.notForCaller"),
        ("/api/v1/devices/quarantine", 404, "device.notFound"),
        ("/api/v1/books", 403, "caller.notWholeCity"),
        ("/api/v1/cluster", 403, "caller.notWholeCity"),
        ("/api/v1/notices", 403, "notice.notForCaller"),
        ("/api/v1/stream", 429, "stream.tooMany"),
        ("/api/v1/stream", 503, "stream.full"),
        ("/api/v1/webhooks", 403, "webhook.notForCaller"),
        ("/api/v1/webhooks", 404, "webhook.notFound"),
        ("/api/v1/webhooks", 409, "webhook.tooMany"),
        ("/api/v1/webhooks/{id}/deadLetters", 404, "deadLetter.notFound"),
    ];

    /// <summary>The codes of a status of a call, the general ones first.</summary>
    /// <param name="path">As the route has it.</param>
    /// <param name="status">The status.</param>
    /// <param name="takes">What it takes: JSON as <c>body</c>, an <c>Idempotency-Key</c> as <c>key</c>, a past moment as <c>at</c>.</param>
    public static IEnumerable<string> CodesOf(string path, int status, IReadOnlyCollection<string> takes) => Rows
        .Where(r => r.Status == status && r.Where switch
        {
            Body or Key or Moment => takes.Contains(r.Where),
            "commands" => path.EndsWith("/commands", StringComparison.Ordinal),
            [.. var whole, '$'] => path == whole,
            var beginning => path.StartsWith(beginning, StringComparison.Ordinal),
        })
        .SelectMany(r => r.Codes.Split(' '))
        .Distinct();
}
