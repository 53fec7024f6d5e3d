namespace CityOps.Simulator.CommandLine;

/// <summary>How the simulator ends.</summary>
internal static class ExitCode
{
    /// <summary>All went as it should.</summary>
    public const int Ok = 0;

    /// <summary>Something unexpected failed; the summary says what.</summary>
    public const int Failed = 1;

    /// <summary>An option or an input cannot be used.</summary>
    public const int WrongInput = 2;

    /// <summary>A replay was interrupted before its end.</summary>
    public const int Interrupted = 130;
}
