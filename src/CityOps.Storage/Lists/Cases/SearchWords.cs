using System.Globalization;
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

    private enum Sort
    {
        Break,
        Letter,
        Ideograph,
    }

    /// <summary>The words of a text, with spaces between, as the index takes them.</summary>
    public static string Of(string? text) => string.Join(' ', Runs(text).SelectMany(run => Words(run, isLast: false)));

    /// <summary>What is asked of the index: every phrase, the last word of each from its beginning; null where there is no word.</summary>
    public static string? Query(string text)
    {
        var phrases = new List<string>();
        var phrase = new List<string>();
        var runs = Runs(text);
        for (var i = 0; i < runs.Count; i++)
        {
            var isEnd = i == runs.Count - 1 || !runs[i].IsFollowed;
            phrase.AddRange(Words(runs[i], isEnd));
            if (isEnd)
            {
                phrases.Add($"\"{string.Join(' ', phrase)}\"{(runs[i].Runes.Count > 1 && runs[i].Sort == Sort.Ideograph ? "" : " *")}");
                phrase.Clear();
            }
        }

        return phrases.Count == 0 ? null : string.Join(" AND ", phrases);
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

    private static string Normal(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        // What came as half of a pair has no normal form.
        var whole = string.Concat(text.EnumerateRunes());
        return whole.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture);
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
