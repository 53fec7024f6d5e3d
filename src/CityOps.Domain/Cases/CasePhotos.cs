namespace CityOps.Domain.Cases;

/// <summary>Which photos and videos a case names as evidence, by the SHA-256 of their bytes in hex.</summary>
public static class CasePhotos
{
    /// <summary>What an event names.</summary>
    public static IReadOnlyList<string> NamedBy(CaseEvent @event) => @event switch
    {
        CaseReported e => e.Report.Photos,
        TaskAnswered e => e.Photos,
        CaseHandled e => e.Photos,
        _ => [],
    };
}
