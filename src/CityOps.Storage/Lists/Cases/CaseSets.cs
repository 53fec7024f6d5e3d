using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;

namespace CityOps.Storage.Lists.Cases;

/// <summary>Conditions that several values fulfil, as lists for <c>json_each</c>; null where nothing is asked for.</summary>
internal static class CaseSets
{
    /// <summary>A row whose stage is one of <c>@stages</c>.</summary>
    public const string OfStages = "stage IN (SELECT value FROM json_each(@stages))";

    /// <summary>A row whose subclass is one of <c>@categories</c>.</summary>
    public const string OfCategories = "kind || '/' || category IN (SELECT value FROM json_each(@categories))";

    public static string? Stages(bool? open) =>
        open is null ? null : JsonSerializer.Serialize(Domain.Cases.Stages.All.Where(s => s.IsOpen() == open).Select(s => $"{s}"));

    public static string? Categories(IReadOnlyList<(CategoryKind Kind, string Code)> categories) =>
        categories.Count == 0 ? null : JsonSerializer.Serialize(categories.Select(c => $"{c.Kind}/{c.Code}"));
}
