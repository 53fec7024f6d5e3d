namespace CityOps.Domain;

/// <summary>The roles that people and systems can be given, by the words that the outside uses.</summary>
public static class RoleWords
{
    private static readonly Dictionary<string, Roles> ByWord = new Roles[]
    {
        Roles.Collector, Roles.Acceptor, Roles.ShiftLead, Roles.Dispatcher, Roles.Handler, Roles.Leader, Roles.Citizen,
    }.ToDictionary(WordOf, StringComparer.Ordinal);

    /// <summary>Every word, in the order of the workflow.</summary>
    public static IReadOnlyCollection<string> All => ByWord.Keys;

    /// <summary>Every role that can be given, at once.</summary>
    public static Roles Every { get; } = ByWord.Values.Aggregate((all, role) => all | role);

    /// <summary>The role of a word: <c>shiftLead</c>.</summary>
    public static bool TryParse(string word, out Roles role) => ByWord.TryGetValue(word, out role);

    /// <summary>The words of all roles that are held: <c>shiftLead+dispatcher</c>.</summary>
    public static string Of(Roles roles) => string.Join('+', roles.OneByOne().Select(WordOf));

    private static string WordOf(Roles role) => Cases.CaseRejections.Name(role);
}
