using System.Collections.Concurrent;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Engine.Journal;

namespace CityOps.Engine.Changes;

/// <summary>The names of events as the outside knows them: <c>reported</c>, <c>filed</c>, <c>inspectionBegun</c> …</summary>
public static class CaseEventName
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>Every name, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. EventNames.All.Values.Where(t => t.IsSubclassOf(typeof(CaseEvent))).Select(Of).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The name of an event.</summary>
    public static string Of(CaseEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        return Names.GetOrAdd(@event.GetType(), Of);
    }

    private static string Of(Type type)
    {
        const string prefix = "Case";
        var name = type.Name.StartsWith(prefix, StringComparison.Ordinal) ? type.Name[prefix.Length..] : type.Name;
        return JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
