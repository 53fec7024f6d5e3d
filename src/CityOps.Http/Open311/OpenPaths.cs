namespace CityOps.Http.Open311;

/// <summary>What the paths of GeoReport say: whether a call is one, in which format it is answered, and who may make it.</summary>
internal static class OpenPaths
{
    /// <summary>Below it everything is answered as GeoReport has it, errors too.</summary>
    public const string Root = "/open311";

    /// <summary>The second version of the specification.</summary>
    public const string Version2 = "/v2";

    private static readonly string[] Public = ["/discovery.", "/v2/discovery.", "/v2/services.", "/v2/services/"];

    public static bool IsOpen311(this HttpRequest request) => request.Path.StartsWithSegments(Root);

    /// <summary>True where XML is asked for; everything else is answered in JSON.</summary>
    public static bool WantsXml(this HttpRequest request) =>
        request.Path.Value?.TrimEnd('/').EndsWith(".xml", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True for what a client reads before it has a key: where the interface is, and what can be reported.</summary>
    public static bool IsForEverybody(PathString path) =>
        path.StartsWithSegments(Root, out var rest)
        && Public.Any(start => rest.Value?.StartsWith(start, StringComparison.OrdinalIgnoreCase) == true);
}
