using Microsoft.OpenApi;

namespace CityOps.Http.OpenApi;

/// <summary>
/// What a field means where its own type does not say it: a name means the same wherever it stands, unless it is listed with its
/// schema before it. A list's case has the fields of the case itself.
/// </summary>
internal static class FieldTable
{
    private const string Text =
        """
        amount               In units of the limit's clock; all of the limit again where it is left out.
        answeredAt           When it was answered; null while it is not.
        appeal               The objection to being counted late; null where there was none.
        askedAt              When it was asked for.
        at                   When.
        by                   Who: the id.
        cases                How many.
        categories           The classes that it has, as `component/01`; empty for all.
        category             The subclass, by the catalog.
        centre               The code of the jurisdiction whose centre it is.
        changedAt            When it changed last; null where it never did.
        clock                What it is counted in.
        closedAt             When it was closed; null while it is not.
        closing              How it was closed; null while it is not.
        code                 A stable code, for programs.
        collector            The collector's id; null while there is none, or where the caller is not told.
        commandId            The command's id: sent again with the same one, nothing is done twice. The header comes first.
        condition            The filing condition, by the catalog; it fixes the time limit.
        count                How often within a second or so.
        date                 The day, as `2026-10-01`.
        datum                The frame of the coordinates; WGS-84 by default.
        day                  The day of the week.
        decidedAt            When that was decided; null while it is not.
        department           The id of a department of the city (`GET /organisations`).
        description          In words.
        detail               What is wrong and what to do, for people.
        device               The device.
        dispatchedAt         When it was sent to the department; null while it is not.
        distance             Metres.
        due                  Until when; null where nothing is due.
        dueAt                When the limit is due; null while it rests or is done.
        duplicates           How many others were merged into it.
        en                   In English.
        extensions           How many extensions were approved.
        field                The field at fault; null where it is none.
        firstTriedAt         When it was tried first; null where it never was.
        forced               True to close without a passed inspection; leaders only, with a note.
        from                 The first day.
        geometry             Where that is.
        grid                 The unit grid, 15 digits.
        hours                Hours.
        id                   The id.
        instance             Not used.
        into                 The id of the open case that it is merged into.
        channel              Where it came from; `console` by default.
        light                How the limits stand.
        observedAt           When it was seen, by the sender's clock.
        reportedAt           When the report came in.
        stage                Where it is in the workflow.
        updatedAt            When something happened to it last.
        jurisdiction         The code of a jurisdiction (`GET /organisations`); null for none.
        kind                 The kind.
        lastVisitAt          The newest visit of a collector; null where there was none.
        lastVisitBy          Whose visit that was.
        lat                  Degrees north, WGS-84 unless `datum` says otherwise.
        level                The level.
        limit                The time limit; null before there is one.
        lon                  Degrees east, WGS-84 unless `datum` says otherwise.
        message              In words, for people.
        metres               Metres.
        name                 What it is called.
        nextStep             The next step of the escalation policy, and when; null where none follows.
        note                 What there is to say, at most 4,000 characters; may be left out.
        outcome              What was found; null while it is not answered.
        parent               The code of the one above; null for the city.
        phase                Which part of the limit; null where it has none.
        photos               The SHA-256 of each photo, in hex; at most 50.
        raw                  The beginning of what could not be understood, in hex; null where nothing was kept.
        reason               Why, at most 4,000 characters.
        reopenings           How often it was taken up again.
        request              What the department has asked for and is not decided; null where it is nothing.
        resent               How many events are tried again.
        returns              How often it was sent back.
        reworks              How often it had to be done again.
        roles                The roles.
        satisfaction         What the citizen says of it.
        slots                Times of the day, as `08:00-12:00`.
        state                What it is in.
        status               How it is.
        stoppedAt            When it stopped for good; null while it runs or rests.
        suspendedUntil       Until when it rests; null where it does not.
        suspensions          How many suspensions were approved.
        t                    When.
        text                 In words.
        times                When it was at each position: RFC 3339.
        title                The status in words.
        to                   The last day.
        topic                The MQTT topic, or `jt808/{number}`.
        type                 The sort of it.
        until                Until when the case rests.
        upheld               True: it does not count as late. Null while it is not ruled.
        urges                How often the handler was reminded.
        week                 Its working days.
        withdrawnAt          When it was withdrawn; null where it was not.
        yellowAt             When the light turns yellow; null while it rests or is done.
        zh                   In Chinese.
        zone                 The time zone, by its IANA name.
        ClosingBody.appeal   The objection to being counted late; null where there was none.
        FilingCondition.closing  When a case under it may be closed.
        FilingCondition.text     When it applies.
        FollowUp.by              Who called the citizen.
        JurisdictionBody.id      Its division code.
        OpenRequestBody.expected_datetime  When handling is due; null before dispatch, while it rests and afterwards.
        NearCameraBody.id        The camera's id.
        OpenCaseBody.id          The case.
        ProblemDetails.code      Stable: programs may switch on it.
        ProblemDetails.status    The HTTP status.
        ProblemDetails.type      A URN that ends in the code.
        RequestBody.until        Until when it shall rest; null for an extension.
        StageLimits.accept       Until the department has taken it on.
        StageLimits.close        Until it is closed after the inspection.
        StageLimits.dispatch     Until it is dispatched.
        StageLimits.file         Until it is filed.
        StageLimits.inspect      Until it is inspected.
        StageLimits.verify       Until it is verified.
        TaskBody.id              The task's id: the case's, and a number.
        TimeLimit.amount         How many hours or days, by the clock.
        UnitGridBody.id          Its code, 15 digits.
        """;

    private static readonly Dictionary<string, string> ByName = Text.Split('\n').Select(line => line.Split(' ', 2))
        .ToDictionary(line => line[0], line => line[1].Trim());

    /// <summary>Describes every field of the schemas that does not say itself what it is.</summary>
    public static void Apply(IDictionary<string, IOpenApiSchema> schemas)
    {
        var ofCase = schemas.TryGetValue("CaseBody", out var known) ? known.Properties : null;
        foreach (var (name, schema) in schemas)
        {
            foreach (var (property, field) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                field.Description = OwnOf(field)
                    ?? (name == "CaseRowBody" && ofCase?.TryGetValue(property, out var same) == true ? OwnOf(same) : null)
                    ?? ByName.GetValueOrDefault($"{name}.{property}") ?? ByName.GetValueOrDefault(property);
            }
        }
    }

    // What is said of the type that a field refers to is not said of the field.
    private static string? OwnOf(IOpenApiSchema field)
    {
        var own = field is OpenApiSchemaReference reference ? reference.Reference.Description : field.Description;
        return !string.IsNullOrEmpty(own) ? own : field is OpenApiSchemaReference ? null : field.OneOf?.Select(OwnOf).FirstOrDefault(d => d is not null);
    }
}
