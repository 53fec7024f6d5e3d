using CityOps.Simulator.Clients;

namespace CityOps.Simulator.Display;

/// <summary>What was sent, what became of it, and why: one block a kind, one line an outcome and reason.</summary>
internal static class Summary
{
    private const int MostReasons = 20;

    /// <summary>The lines for people.</summary>
    public static IEnumerable<string> Lines(Tally tally, TimeSpan took)
    {
        yield return $"Summary after {took.TotalSeconds:F1} s";
        foreach (var kind in tally.Lines.GroupBy(line => line.Kind))
        {
            foreach (var line in kind.Where(line => line.Reason.Length == 0))
            {
                yield return $"  {kind.Key,-18} {Word(line.Outcome),-10} {line.Count,9:N0}";
            }

            var reasons = kind.Where(line => line.Reason.Length > 0).ToArray();
            foreach (var line in reasons.Take(MostReasons))
            {
                yield return $"  {kind.Key,-18} {Word(line.Outcome),-10} {line.Count,9:N0}  {line.Reason}";
            }

            if (reasons.Length > MostReasons)
            {
                var rest = reasons.Skip(MostReasons).Sum(line => line.Count);
                var further = reasons.Length - MostReasons;
                yield return $"  {kind.Key,-18} {"",-10} {rest,9:N0}  for {further} further reasons";
            }
        }

        if (tally.HasFailures)
        {
            yield return "Something failed that no rule of the engine explains: see 'failed' above.";
        }
    }

    /// <summary>Prints them.</summary>
    public static void Print(Tally tally, TimeSpan took)
    {
        foreach (var line in Lines(tally, took))
        {
            Console.WriteLine(line);
        }
    }

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();
}
