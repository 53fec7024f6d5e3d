using System.Diagnostics;

namespace CityOps.Host.City;

/// <summary><c>cityops check DIR</c>: checks a city's directory and says everything that is wrong with it.</summary>
public static class CheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Checks and prints.</summary>
    /// <param name="directory">The city's directory.</param>
    /// <param name="output">Gets the report.</param>
    /// <param name="progress">Gets the steps of a check that takes longer than two seconds; null for none.</param>
    /// <returns>The exit code: 0 if the engine can start with this city, 2 if not.</returns>
    public static int Run(string directory, TextWriter output, TextWriter? progress = null)
    {
        var check = CityDirectory.Load(directory, progress is null ? null : new LateSteps(progress));
        CheckReport.Write(directory, check, output);
        return check.City is null ? ExitCode.WrongInput : 0;
    }

    private sealed class LateSteps(TextWriter progress) : IProgress<string>
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public void Report(string value)
        {
            if (Stopwatch.GetElapsedTime(_start) is var elapsed && elapsed > Patience)
            {
                progress.WriteLine($"{elapsed.TotalSeconds,6:F1} s  {value}");
            }
        }
    }
}
