using System.CommandLine;

namespace CityOps.Bench;

/// <summary>How the options of the benches are made.</summary>
internal static class Options
{
    public static Option<int> Number(string name, int value, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var number) || number < 1))
                {
                    result.AddError($"{name} is a whole number from 1.");
                }
            },
        },
    };
}
