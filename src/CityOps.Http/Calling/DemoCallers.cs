using System.Net;
using CityOps.Domain;
using CityOps.Domain.City;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Calling;

/// <summary>Who acts in demo mode: whoever the header names. Thread-safe.</summary>
internal sealed class DemoCallers(CityConfiguration city)
{
    /// <summary>In demo mode: <c>role[+role]:id[@department-or-jurisdiction]</c>.</summary>
    public const string ActingHeader = "X-CityOps-Acting";

    private static readonly Actor Demo = new("demo", RoleWords.Every);

    /// <summary>Who makes the request.</summary>
    public CallerReading Read(HttpRequest request) => !IsHere(request.Host.Host)
        ? new CallerReading.Unreadable(HeaderNames.Host, "The demonstration is open, and so called as localhost or by a loopback address alone.")
        : request.Headers[ActingHeader] switch
        {
            [] => new CallerReading.Known(Demo),
            [{ } acting] => Parse(acting),
            _ => Unreadable("The header stands there more than once."),
        };

    // A page of the Internet may have its own name lead to this machine (DNS rebinding), and would be let in by the browser: it comes with
    // that name. Who gives none is no browser.
    private static bool IsHere(string host) => host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private CallerReading Parse(string acting)
    {
        if (acting.Split(':') is not [var roleWords, var person])
        {
            return Unreadable("It is not of the form 'role:id' or 'role:id@place'.");
        }

        var roles = Roles.None;
        foreach (var word in roleWords.Split('+'))
        {
            if (!RoleWords.TryParse(word, out var role))
            {
                return Unreadable($"A role is none of {string.Join(", ", RoleWords.All)}.");
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
            return Unreadable("The id has characters other than A-Z a-z 0-9 . _ - or is too long.");
        }

        return place switch
        {
            null => new CallerReading.Known(new Actor(id, roles)),
            _ when city.Departments.TryGetValue(place, out var department) =>
                new CallerReading.Known(new Actor(id, roles, department.Jurisdiction, department.Id)),
            _ when city.Jurisdictions.ContainsKey(place) =>
                new CallerReading.Known(new Actor(id, roles, Jurisdiction: place)),
            _ => Unreadable("The city has no department or jurisdiction of that name."),
        };
    }

    private static CallerReading.Unreadable Unreadable(string why) => new(ActingHeader, why);
}
