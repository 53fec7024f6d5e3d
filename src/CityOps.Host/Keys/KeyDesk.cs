using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Host.City;
using CityOps.Host.Configuration;
using CityOps.Http.Calling;
using NodaTime;

namespace CityOps.Host.Keys;

/// <summary>What the commands do with the keys of a data directory.</summary>
internal sealed class KeyDesk(IApiKeys keys, Func<CityConfiguration?> city, TimeProvider clock, TextWriter output, TextWriter errors)
{
    private const Roles OfAPlace = Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Handler | Roles.Leader;

    // With what is longer no time can be computed.
    private const int MostDays = 36_500;
    private static readonly KeyScopes[] Each = [.. Enum.GetValues<KeyScopes>().Where(s => s is not (KeyScopes.None or KeyScopes.All))];

    /// <summary>The words of the scopes.</summary>
    public static IEnumerable<string> ScopeWords => Each.Select(WordOf);

    /// <summary>Opens the data that the options name.</summary>
    public static Task<int> OpenAsync(
        string? file, IReadOnlyList<string> arguments, Func<KeyDesk, Task<int>> run, TextWriter output, TextWriter errors) =>
        DataPlace.OpenAsync(
            file, arguments,
            (options, services) => run(new KeyDesk(
                services.GetRequiredService<IApiKeys>(), () => CityDirectory.Load(RunCommand.CityPath(options.City, file)).City,
                TimeProvider.System, output, errors)),
            errors);

    public async Task<int> AddAsync(
        string name, IReadOnlyList<string> roleWords, string? jurisdiction, string? department, IReadOnlyList<string> scopeWords, int days,
        CancellationToken cancel)
    {
        if (!Identifier.IsValid(name))
        {
            return Fail($"'{name}' is no name: 1 to {Identifier.MaxLength} characters of A-Z a-z 0-9 . _ -");
        }

        var roles = Roles.None;
        foreach (var word in roleWords)
        {
            if (!RoleWords.TryParse(word, out var role))
            {
                return Fail($"--role: '{word}' is none of {string.Join(", ", RoleWords.All)}.");
            }

            roles |= role;
        }

        if (scopeWords.FirstOrDefault(w => !ScopeWords.Contains(w)) is { } wrong)
        {
            return Fail($"--scope: '{wrong}' is none of {string.Join(", ", ScopeWords)}.");
        }

        if (jurisdiction is not null && department is not null)
        {
            return Fail("A key is for a jurisdiction or for a department, which has its own.");
        }

        if ((roles & OfAPlace) != 0 && jurisdiction is null && department is null)
        {
            return Fail("Say with --jurisdiction or --department where these roles hold; the city's code is the whole city.");
        }

        if (days is <= 0 or > MostDays)
        {
            return Fail($"--days: a key holds for 1 to {MostDays:N0} days.");
        }

        if ((jurisdiction is not null || department is not null) && PlaceFault(jurisdiction, department) is { } fault)
        {
            return Fail(fault);
        }

        var now = clock.GetCurrentInstant();
        var scopes = Each.Where(s => scopeWords.Contains(WordOf(s))).Aggregate(KeyScopes.None, (all, scope) => all | scope);
        var (text, hash) = ApiKeyText.Make(name);
        var key = new ApiKey(name, hash, new KeyHolder(roles, jurisdiction, department), scopes, now, now + Duration.FromDays(days));
        if (!await keys.AddAsync(key, cancel))
        {
            return Fail($"There is or was a key {name}; what was done under a name stays its own. Choose another.");
        }

        output.WriteLine(text);
        return 0;
    }

    public async Task<int> RevokeAsync(string name, CancellationToken cancel)
    {
        if (!await keys.RevokeAsync(name, clock.GetCurrentInstant(), cancel))
        {
            return Fail($"There is no key {name} that holds; 'cityops keys list' lists them.");
        }

        output.WriteLine($"{name} is revoked.");
        return 0;
    }

    public async Task<int> ListAsync(CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        foreach (var key in await keys.ListAsync(cancel))
        {
            var standing = key.RevokedAt is { } at ? $"revoked {at}" : key.ExpiresAt <= now ? $"expired {key.ExpiresAt}" : $"until {key.ExpiresAt}";
            var place = key.Holder.Department ?? key.Holder.Jurisdiction;
            output.WriteLine(string.Join(
                '\t', key.Name, standing, RoleWords.Of(key.Holder.Roles) + (place is null ? "" : $"@{place}"),
                string.Join('+', Each.Where(s => key.Scopes.HasFlag(s)).Select(WordOf)), $"made {key.CreatedAt}",
                key.UsedAt is { } used ? $"used {used}" : "never used"));
        }

        return 0;
    }

    /// <summary>A key for what the city has not would open nothing, and nobody would see why.</summary>
    private string? PlaceFault(string? jurisdiction, string? department) => city() switch
    {
        null => "The city cannot be read; 'cityops check' says why.",
        var known when jurisdiction is not null && !known.Jurisdictions.ContainsKey(jurisdiction) =>
            $"--jurisdiction: the city {known.Id} has no '{jurisdiction}'.",
        var known when department is not null && !known.Departments.ContainsKey(department) =>
            $"--department: the city {known.Id} has no '{department}'.",
        _ => null,
    };

    private static string WordOf(KeyScopes scope) => scope.ToString().ToLowerInvariant();

    private int Fail(string why)
    {
        errors.WriteLine(why);
        return ExitCode.WrongInput;
    }
}
