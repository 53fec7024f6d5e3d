using System.Diagnostics.CodeAnalysis;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Http.Json;

namespace CityOps.Http.Open311;

/// <summary>The subclasses that citizens may choose, as services. Thread-safe.</summary>
internal sealed class OpenServices(CityConfiguration city)
{
    /// <summary>The attribute that is the filing condition.</summary>
    public const string Condition = "condition";

    private readonly IReadOnlyList<Category> _all =
    [
        .. city.Categories.Values.Where(c => c.Public).OrderBy(c => c.Kind).ThenBy(c => c.Code, StringComparer.Ordinal),
    ];

    public IEnumerable<ServiceBody> All(OpenLanguage language) => _all.Select(category => new ServiceBody
    {
        ServiceCode = CodeOf(category.Kind, category.Code),
        ServiceName = language.Of(category.Name),
        Description = string.Join(language.Of("；", "; "), category.Conditions.Select(c => language.Of(c.Text))),
        Metadata = HasChoice(category),
        Group = category.Kind == CategoryKind.Component ? language.Of("部件", "Component") : language.Of("事件", "Incident"),
    });

    public static ServiceDefinitionBody Definition(Category category, OpenLanguage language) => new(
        CodeOf(category.Kind, category.Code),
        HasChoice(category)
            ?
            [
                new ServiceAttributeBody
                {
                    Code = Condition,
                    Description = language.Of("属于哪种情况？", "Which of these is it?"),
                    Values = [.. category.Conditions.Select(c => new ServiceValueBody(c.Id, language.Of(c.Text)))],
                },
            ]
            : []);

    /// <summary>Finds a service by its code.</summary>
    public bool TryFind(string? code, [NotNullWhen(true)] out Category? category) => TryFindAny(code, out category) && category.Public;

    /// <summary>Finds a subclass by the code that it has or would have as a service.</summary>
    public bool TryFindAny(string? code, [NotNullWhen(true)] out Category? category)
    {
        category = null;
        return code?.Split('-') is [var kind, var subclass]
            && city.Categories.TryGetValue((kind == Word(CategoryKind.Component) ? CategoryKind.Component : CategoryKind.Incident, subclass), out category)
            && CodeOf(category.Kind, category.Code) == code;
    }

    public static string CodeOf(CategoryKind kind, string code) => $"{Word(kind)}-{code}";

    private static string Word(CategoryKind kind) => CityJson.Word(kind);

    private static bool HasChoice(Category category) => category.Conditions.Count > 1;
}
