namespace CityOps.Host;

/// <summary>How the program ends; 0 is for all that went as it should.</summary>
internal static class ExitCode
{
    /// <summary>The engine cannot start, or its data cannot be used.</summary>
    public const int Failed = 1;

    /// <summary>A command, an option or the city cannot be used.</summary>
    public const int WrongInput = 2;
}
