using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Engine.Ports;
using CityOps.Http.Open311;
using CityOps.Http.Problems;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Calling;

/// <summary>
/// Makes the acting person of a request from its key or token, or, in demo mode alone, from the demo's header. Someone of a department
/// acts in its jurisdiction, whatever their roles: without it, a role that watches over cases would hold for the whole city.
/// Thread-safe.
/// </summary>
internal sealed class Callers(CityHttpOptions options, DemoCallers demo, KeyRing keys, TokenReader tokens, CityConfiguration city)
{
    /// <summary>The header of a key.</summary>
    public const string KeyHeader = "X-Api-Key";

    /// <summary>The field of a key in GeoReport.</summary>
    public const string KeyField = "api_key";

    private const string Bearer = "Bearer ";
    private const Roles OfAPlace = Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Handler | Roles.Leader;

    /// <summary>Who makes the request.</summary>
    public async ValueTask<CallerReading> ReadAsync(HttpRequest request)
    {
        if (options.Demo)
        {
            return demo.Read(request);
        }

        var (key, authorization) = (request.Headers[KeyHeader], request.Headers[HeaderNames.Authorization]);
        if (request.IsOpen311())
        {
            key = StringValues.Concat(key, await request.FieldAsync(KeyField));
        }

        return (key, authorization) switch
        {
            ([{ } text], []) => ByKey(text),
            ([], [{ } text]) when text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) =>
                await tokens.ReadAsync(text[Bearer.Length..].Trim(), Place, request.HttpContext.RequestAborted),
            ([], []) => new CallerReading.Stopped(Refused.Nobody),
            ([], _) => new CallerReading.Unreadable(HeaderNames.Authorization, "It is no single 'Bearer' token."),
            _ => new CallerReading.Unreadable(KeyHeader, "A call has one key or one token."),
        };
    }

    private CallerReading ByKey(string text) => keys.Find(text) switch
    {
        ({ } key, _) when Place(key.Name, key.Holder) is CallerReading.Known known => known with { May = key.Scopes },
        ({ } key, _) => Place(key.Name, key.Holder),
        (_, { } refused) => new CallerReading.Stopped(refused),
        _ => new CallerReading.Stopped(Refused.KeyUnknown),
    };

    /// <summary>Who holds these credentials. The whole city has to be named, so that nobody gets it by a claim that is missing.</summary>
    private CallerReading Place(string id, KeyHolder holder) => holder switch
    {
        { Department: { } name } => city.Departments.TryGetValue(name, out var department)
            ? new CallerReading.Known(new Actor(id, holder.Roles, department.Jurisdiction, department.Id))
            : new CallerReading.Stopped(Refused.PlaceUnknown),
        { Jurisdiction: { } code } => city.Jurisdictions.ContainsKey(code)
            ? new CallerReading.Known(new Actor(id, holder.Roles, code))
            : new CallerReading.Stopped(Refused.PlaceUnknown),
        { Roles: var roles } => (roles & OfAPlace) == 0
            ? new CallerReading.Known(new Actor(id, roles))
            : new CallerReading.Stopped(Refused.PlaceMissing),
    };
}
