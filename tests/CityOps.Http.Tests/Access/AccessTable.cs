using CityOps.Domain.Cases;
using CityOps.Http.Json;

namespace CityOps.Http.Tests.Access;

/// <summary>
/// Who may call what. The case was reported by the citizen 'li' in the district 360102, where the collector 'c1' walks, and is the
/// department roads'; the vehicle 'v1' and the component are roads' as well. The webhook is of the district. Cells: + answered; s: seen, the workflow decides; a number: that status.
/// </summary>
internal static class AccessTable
{
    /// <summary>The callers, in the order of the columns.</summary>
    public static readonly string[] Callers =
    [
        "leader:zhang", "shiftLead:wang@360102", "shiftLead:zhao@360103", "handler:sun@roads", "handler:qian@parks", "collector:c1",
        "collector:c9", "citizen:li", "citizen:wu",
    ];

    private const string Text =
        """
                                                      city  lead  far   roads parks beat  c9    li    wu
        POST /reports                                 +     +     +     +     +     +     +     +     +
        GET /cases                                    +     +     +     +     +     +     +     +     +
        GET /cases/{id}                               +     +     404   +     404   +     404   +     404
        GET /cases/{id}/events                        +     +     404   +     404   +     404   +     404
        GET /cases/{id}/clock                         +     +     404   +     404   +     404   +     404
        GET /cases/{id}/tasks                         +     +     404   +     404   +     404   +     404
        GET /cases/{id}/nearest                       +     +     404   +     404   +     404   +     404
        POST /cases/{id}/acts/*                       s     s     404   s     404   s     404   s     404
        POST /cases/{id}/acts/{act}                   404   404   404   404   404   404   404   404   404
        GET /files/{sha256}                           403   +     404   403   404   403   404   +     404
        GET /files/{sha256}/thumbnail                 +     +     404   +     404   +     404   +     404
        HEAD /files/{sha256}                          403   +     404   403   404   403   404   +     404
        HEAD /files/{sha256}/thumbnail                +     +     404   +     404   +     404   +     404
        PUT /files/{sha256}                           +     +     +     +     +     +     +     +     +
        OPTIONS /files/uploads                        +     +     +     +     +     +     +     +     +
        POST /files/uploads                           +     +     +     +     +     +     +     +     +
        HEAD /files/uploads/{id}                      404   404   404   404   404   404   404   404   404
        PATCH /files/uploads/{id}                     404   404   404   404   404   404   404   404   404
        DELETE /files/uploads/{id}                    404   404   404   404   404   404   404   404   404
        GET /grids                                    +     +     +     +     +     +     +     +     +
        GET /grids/{code}                             +     +     404   404   404   +     404   404   404
        GET /collectors                               +     +     +     +     +     +     +     +     +
        GET /collectors/{id}                          +     +     404   404   404   +     404   404   404
        GET /collectors/{id}/track                    +     +     404   404   404   +     404   404   404
        GET /collectors/{id}/books                    +     +     404   404   404   +     404   404   404
        GET /collectors/{id}/commands                 +     +     404   404   404   +     404   404   404
        GET /collectors/{id}/commands/{command}       +     +     404   404   404   +     404   404   404
        POST /collectors/{id}/commands                +     +     404   404   404   403   404   404   404
        GET /vehicles                                 +     +     +     +     +     +     +     +     +
        GET /vehicles/{id}                            +     404   404   +     404   404   404   404   404
        GET /vehicles/{id}/track                      +     404   404   +     404   404   404   404   404
        GET /vehicles/{id}/books                      +     404   404   +     404   404   404   404   404
        GET /vehicles/{id}/commands                   +     404   404   +     404   404   404   404   404
        GET /vehicles/{id}/commands/{command}         +     404   404   +     404   404   404   404   404
        POST /vehicles/{id}/commands                  +     404   404   +     404   404   404   404   404
        POST /commands                                +     +     +     +     +     +     +     +     +
        GET /devices/quarantine                       +     403   403   403   403   403   403   403   403
        POST /devices/quarantine/{kind}/{id}/admit    +     403   403   403   403   403   403   403   403
        POST /devices/quarantine/{kind}/{id}/refuse   +     403   403   403   403   403   403   403   403
        GET /tracks/near                              +     +     +     +     +     +     +     +     +
        GET /books                                    +     403   403   403   403   403   403   403   403
        GET /cluster                                  +     403   403   403   403   403   403   403   403
        GET /notices                                  +     +     +     +     +     +     +     403   403
        GET /refusals                                 +     +     +     +     +     +     +     +     +
        GET /catalog                                  +     +     +     +     +     +     +     +     +
        GET /organisations                            +     +     +     +     +     +     +     +     +
        GET /queues                                   +     +     +     +     +     +     +     +     +
        GET /components                               +     +     +     +     +     +     +     +     +
        POST /components                              +     +     403   403   403   403   403   403   403
        GET /components/{code}                        +     +     404   +     404   +     404   404   404
        GET /components/{code}/changes                +     +     404   +     404   +     404   404   404
        POST /components/{code}/changes               +     +     404   403   404   403   404   404   404
        GET /stream                                   +     +     +     +     +     +     +     +     +
        GET /webhooks                                 +     +     +     +     +     403   403   403   403
        POST /webhooks                                +     +     +     +     +     403   403   403   403
        GET /webhooks/{id}                            +     +     404   404   404   403   403   403   403
        PUT /webhooks/{id}                            +     +     404   404   404   403   403   403   403
        DELETE /webhooks/{id}                         +     +     404   404   404   403   403   403   403
        POST /webhooks/{id}/enable                    +     +     404   404   404   403   403   403   403
        POST /webhooks/{id}/disable                   +     +     404   404   404   403   403   403   403
        POST /webhooks/{id}/rotate                    +     +     404   404   404   403   403   403   403
        POST /webhooks/{id}/test                      +     +     404   404   404   403   403   403   403
        GET /webhooks/{id}/deadLetters                +     +     404   404   404   403   403   403   403
        POST /webhooks/{id}/deadLetters/resend        +     +     404   404   404   403   403   403   403
        POST /webhooks/{id}/deadLetters/{event}/resend +    +     404   404   404   403   403   403   403
        GET /calendar                                 +     +     +     +     +     +     +     +     +
        POST /open311/v2/requests.{format}            +     +     +     +     +     +     +     +     +
        GET /open311/v2/requests.{format}             +     +     +     +     +     +     +     +     +
        GET /open311/v2/requests/{id}.{format}        +     +     404   +     404   +     404   +     404
        GET /open311/v2/tokens/{id}.{format}          +     +     404   +     404   +     404   +     404
        GET /open311/v2/services.{format}             +     +     +     +     +     +     +     +     +
        GET /open311/v2/services/{code}.{format}      +     +     +     +     +     +     +     +     +
        GET /open311/v2/discovery.{format}            +     +     +     +     +     +     +     +     +
        GET /open311/discovery.{format}               +     +     +     +     +     +     +     +     +
        """;

    /// <summary>Every call: its method, its path, below <c>/api/v1</c> or as it is for Open311, and a cell for each caller.</summary>
    public static IReadOnlyList<(string Method, string Path, string[] Cells)> Rows { get; } =
    [
        .. from line in Text.Split('\n').Skip(1)
           let parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           from path in parts[1].EndsWith('*') ? CaseRules.Acts.Select(a => parts[1][..^1] + CityJson.Word(a)) : [parts[1]]
           select (parts[0], path, parts[2..]),
    ];
}
