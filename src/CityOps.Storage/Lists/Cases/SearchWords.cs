using System.Text;

namespace CityOps.Storage.Lists.Cases;

/// <summary>
/// Cuts text into the words that are looked for. Chinese has no spaces, and most of its words have two characters: every pair of
/// neighbours is a word, and the last character of a run one of its own, so that one character is found as the beginning of a word.
/// Letters and digits are words as they stand, in lower case. Full-width forms count as the usual ones.
/// </summary>
internal static class SearchWords
{
    // From here on: radicals, kana, ideographs, syllables. Scripts before it put spaces between words.
    private const int FirstIdeograph = 0x2E80;

    // ！ to ～: the printable characters of ASCII once more, as Chinese input methods have them.
    private const char FullWidth = '\uFF01';
    private const char LastFullWidth = '\uFF5E';
    private const int ToUsual = FullWidth - '!';

    private enum Sort
    {
        Break,
        Letter,
        Ideograph,
    }

    /// <summary>The words of a text, as an index takes them.</summary>
    public static IEnumerable<string> Of(string? text) => Runs(text).SelectMany(run => Words(run, isLast: false));

    /// <summary>What is asked of an index: the words of every phrase, in order; empty where there is no word.</summary>
    public static IReadOnlyList<SearchPhrase> Query(string text) =>
    [
        .. Phrases(text).Select(runs => new SearchPhrase(
            [.. runs.SelectMany(run => Words(run, isLast: run == runs[^1]))],
            IsOpen: runs[^1] is not { Sort: Sort.Ideograph, Runes.Count: > 1 })),
    ];

    /// <summary>
    /// The same question of a text itself: for one row that is at hand it costs a fiftieth of asking the index. What follows without a
    /// break must occur as it is, and begin where a word does.
    /// </summary>
    public static Func<string, bool> Test(string text)
    {
        var phrases = Phrases(text).Select(runs => (
            Text: string.Concat(runs.SelectMany(r => r.Runes)), IsWord: runs[0].Sort == Sort.Letter)).ToList();
        return normal => phrases.TrueForAll(p => Occurs(normal, p.Text, p.IsWord));
    }

    /// <summary>A text in the form in which texts are compared.</summary>
    public static string Normal(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        return string.Create(text.Length, text, (usual, given) =>
        {
            for (var i = 0; i < given.Length; i++)
            {
                usual[i] = char.ToLowerInvariant(given[i] is >= FullWidth and <= LastFullWidth ? (char)(given[i] - ToUsual) : given[i]);
            }
        });
    }

    private static bool Occurs(string normal, string phrase, bool isWord)
    {
        for (var at = normal.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = normal.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            if (!isWord || at == 0 || !Rune.TryGetRuneAt(normal, at - 1, out var before) || SortOf(before) != Sort.Letter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The runs of a text that follow each other without a break.</summary>
    private static List<List<Run>> Phrases(string text)
    {
        var phrases = new List<List<Run>>();
        var isGoingOn = false;
        foreach (var run in Runs(text))
        {
            if (!isGoingOn)
            {
                phrases.Add([]);
            }

            phrases[^1].Add(run);
            isGoingOn = run.IsFollowed;
        }

        return phrases;
    }

    private static IEnumerable<string> Words(Run run, bool isLast)
    {
        if (run.Sort == Sort.Letter)
        {
            yield return string.Concat(run.Runes);
            yield break;
        }

        for (var i = 1; i < run.Runes.Count; i++)
        {
            yield return $"{run.Runes[i - 1]}{run.Runes[i]}";
        }

        // At the end of what is looked for, the text may go on.
        if (!isLast || run.Runes.Count == 1)
        {
            yield return run.Runes[^1].ToString();
        }
    }

    private static List<Run> Runs(string? text)
    {
        var runs = new List<Run>();
        Run? open = null;
        foreach (var rune in Normal(text).EnumerateRunes())
        {
            var sort = SortOf(rune);
            if (sort != open?.Sort)
            {
                open?.IsFollowed = sort != Sort.Break;
                open = sort == Sort.Break ? null : new Run(sort);
                if (open is not null)
                {
                    runs.Add(open);
                }
            }

            open?.Runes.Add(rune);
        }

        return runs;
    }

    private static Sort SortOf(Rune rune) =>
        !Rune.IsLetterOrDigit(rune) ? Sort.Break : rune.Value >= FirstIdeograph ? Sort.Ideograph : Sort.Letter;

    private sealed class Run(Sort sort)
    {
        public Sort Sort => sort;

        public List<Rune> Runes { get; } = [];

        /// <summary>True if the next run follows at once.</summary>
        public bool IsFollowed { get; set; }
    }
}

/// <summary>Words that follow each other.</summary>
/// <param name="Words">At least one.</param>
/// <param name="IsOpen">True if the last word may go on.</param>
internal sealed record SearchPhrase(IReadOnlyList<string> Words, bool IsOpen);
