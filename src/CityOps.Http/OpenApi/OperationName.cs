namespace CityOps.Http.OpenApi;

/// <summary>
/// What an operation is called in generated clients: the method and the words of the path, in the singular where one of them is meant:
/// <c>getCases</c>, <c>getCase</c>, <c>postCaseDispatch</c>, <c>getVehicleTrack</c>.
/// </summary>
internal static class OperationName
{
    /// <param name="method">Such as <c>GET</c>.</param>
    /// <param name="path">As the route has it: <c>/api/v1/cases/{id}/acts/dispatch</c>.</param>
    public static string Of(string method, string path)
    {
        string[] segments = [.. path.Replace(".{format}", "", StringComparison.Ordinal).Split('/').Where(s => s is not ("" or "api" or "v1"))];
        var words = segments.Select((segment, i) =>
            IsParameter(segment) || (segment == "acts" && !IsParameter(At(i + 1))) ? ""
            : IsParameter(At(i + 1)) || (method == HttpMethods.Post && i == segments.Length - 1) ? Upper(One(segment))
            : Upper(segment));
        return method.ToLowerInvariant() + string.Concat(words);

        string At(int i) => i < segments.Length ? segments[i] : "";
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    private static string One(string word) => word.EndsWith('s') ? word[..^1] : word;

    private static string Upper(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
