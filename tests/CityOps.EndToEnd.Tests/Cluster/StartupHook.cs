using CityOps.Domain.Cases;
using CityOps.Engine.Journal;

#pragma warning disable CA1050 // The runtime finds a hook by this name, and knows no namespace.
/// <summary>
/// Makes a later release of the program that it is loaded into: one that knows a second version of an event. The runtime calls it
/// before the program starts (<c>DOTNET_STARTUP_HOOKS</c>).
/// </summary>
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>The variable that says what the release does with the second version: <c>reads</c> or <c>writes</c>.</summary>
    public const string Variable = "CITYOPS_TEST_SECOND_VERSION";

    public const string Name = "case-reported/2";

    /// <summary>The environment of a process that is such a release.</summary>
    public static IReadOnlyDictionary<string, string> That(string reads) => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
        [Variable] = reads,
    };

    public static void Initialize()
    {
        ((Dictionary<string, Type>)EventNames.All)[Name] = typeof(Second);
        if (Environment.GetEnvironmentVariable(Variable) == "writes")
        {
            ((Dictionary<Type, Func<object, IEventVersion>>)EventNames.WrittenAs)[typeof(CaseReported)] = e => new Second((CaseReported)e);
        }
    }

    private sealed record Second(CaseReported Told) : IEventVersion
    {
        public object ToEvent() => Told;
    }
}
