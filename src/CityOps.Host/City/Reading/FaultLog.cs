namespace CityOps.Host.City.Reading;

/// <summary>Where every part of the check puts what it finds; not safe for several threads.</summary>
internal sealed class FaultLog
{
    private readonly List<CityFault> _faults = [];
    private readonly List<CityFault> _warnings = [];

    public IReadOnlyList<CityFault> Faults => InOrder(_faults);

    public IReadOnlyList<CityFault> Warnings => InOrder(_warnings);

    public int Count => _faults.Count;

    public void Add(string file, int? line, string? feature, string problem, string remedy) =>
        _faults.Add(new CityFault(file, line, feature, problem, remedy));

    public void Warn(string file, int? line, string? feature, string problem, string remedy) =>
        _warnings.Add(new CityFault(file, line, feature, problem, remedy));

    private static List<CityFault> InOrder(List<CityFault> faults) =>
        [.. faults.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line ?? 0)];
}
