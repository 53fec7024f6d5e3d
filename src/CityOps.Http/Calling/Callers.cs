using CityOps.Domain;
using CityOps.Domain.City;

namespace CityOps.Http.Calling;

/// <summary>
/// Makes the acting person of a request. Someone of a department acts in its jurisdiction, whatever their roles: without it, a role
/// that watches over cases would hold for the whole city. Thread-safe.
/// </summary>
internal sealed class Callers(CityHttpOptions options, CityConfiguration city)
{
    /// <summary>In demo mode: <c>role[+role]:id[@department-or-jurisdiction]</c>.</summary>
    public const string ActingHeader = "X-CityOps-Acting";

    private static readonly Dictionary<string, Roles> Words = new(StringComparer.Ordinal)
    {
        ["collector"] = Roles.Collector,
        ["acceptor"] = Roles.Acceptor,
        ["shiftLead"] = Roles.ShiftLead,
        ["dispatcher"] = Roles.Dispatcher,
        ["handler"] = Roles.Handler,
        ["leader"] = Roles.Leader,
        ["citizen"] = Roles.Citizen,
    };

    private static readonly Actor Demo = new("demo", Words.Values.Aggregate((all, role) => all | role));

    /// <summary>The names of the roles, as in the header.</summary>
    public static IReadOnlyCollection<string> RoleWords => Words.Keys;

    /// <summary>Who makes the request.</summary>
    public CallerReading Read(HttpRequest request)
    {
        if (!options.Demo)
        {
            return new CallerReading.Anonymous();
        }

        return request.Headers[ActingHeader] switch
        {
            [] => new CallerReading.Known(Demo),
            [{ } acting] => Parse(acting),
            _ => new CallerReading.Unreadable("The header stands there more than once."),
        };
    }

    private CallerReading Parse(string acting)
    {
        if (acting.Split(':') is not [var roleWords, var person])
        {
            return new CallerReading.Unreadable("It is not of the form 'role:id' or 'role:id@place'.");
        }

        var roles = Roles.None;
        foreach (var word in roleWords.Split('+'))
        {
            if (!Words.TryGetValue(word, out var role))
            {
                return new CallerReading.Unreadable($"A role is none of {string.Join(", ", Words.Keys)}.");
            }

            roles |= role;
        }

        var (id, place) = person.Split('@') switch
        {
            [var only] => (only, null),
            [var before, var after] => (before, after),
            _ => (string.Empty, null),
        };
        if (!Identifier.IsValid(id))
        {
            return new CallerReading.Unreadable("The id has characters other than A-Z a-z 0-9 . _ - or is too long.");
        }

        return place switch
        {
            null => new CallerReading.Known(new Actor(id, roles)),
            _ when city.Departments.TryGetValue(place, out var department) =>
                new CallerReading.Known(new Actor(id, roles, department.Jurisdiction, department.Id)),
            _ when city.Jurisdictions.ContainsKey(place) =>
                new CallerReading.Known(new Actor(id, roles, Jurisdiction: place)),
            _ => new CallerReading.Unreadable("The city has no department or jurisdiction of that name."),
        };
    }
}
