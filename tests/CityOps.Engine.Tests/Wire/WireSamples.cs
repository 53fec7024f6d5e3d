using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Engine.Tests.Wire;

/// <summary>Makes a message of a type with something in every field, so that a new field is tried without a word here.</summary>
internal static class WireSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 0, 1).PlusNanoseconds(250_000_000);

    public static object Of(Type type) => Nullable.GetUnderlyingType(type) is { } value ? Of(value) : type switch
    {
        _ when type == typeof(string) => "文 text",
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => 7,
        _ when type == typeof(long) => 8L,
        _ when type == typeof(uint) => 9u,
        _ when type == typeof(double) => 1.5,
        _ when type == typeof(decimal) => 2.5m,
        _ when type == typeof(Instant) => At,
        _ when type == typeof(CaseId) => CaseId.Parse("C20260301abcdefghij"),
        _ when type == typeof(GeoPoint) => GeoPoint.At(latitude: 28.6829, longitude: 115.8579),
        { IsEnum: true } => type.GetEnumValues().GetValue(type.GetEnumValues().Length - 1) ?? throw new InvalidOperationException($"{type}"),
        { IsArray: true } => Filled(type.GetElementType() ?? typeof(object)),
        { IsGenericType: true } when typeof(IEnumerable).IsAssignableFrom(type) => Collection(type),
        { IsAbstract: true } => Of(type.Assembly.GetTypes().First(t => !t.IsAbstract && t.IsSubclassOf(type))),
        _ => Record(type),
    };

    private static object Record(Type type)
    {
        var made = type.GetConstructors().MinBy(c => -c.GetParameters().Length) is { } constructor && constructor.GetParameters().Length > 0
            ? constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType))])
            : Activator.CreateInstance(type, nonPublic: true) ?? throw new InvalidOperationException($"{type}");
        var given = type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true } && !given.Contains(p.Name) && p.GetIndexParameters().Length == 0))
        {
            // An act is which command it is, and no field of its own.
            if (property.PropertyType != typeof(CaseAct) && property.PropertyType != typeof(Stage))
            {
                property.SetValue(made, Of(property.PropertyType));
            }
        }

        return made;
    }

    private static Array Filled(Type element)
    {
        var one = Array.CreateInstance(element, 1);
        one.SetValue(Of(element), 0);
        return one;
    }

    private static object Collection(Type type)
    {
        var arguments = type.GetGenericArguments();
        var element = arguments.Length == 2 ? typeof(KeyValuePair<,>).MakeGenericType(arguments) : arguments[0];
        var items = Filled(element);
        if (type.IsAssignableFrom(items.GetType()))
        {
            return items;
        }

        // ImmutableList<T> has ImmutableList.CreateRange(IEnumerable<T>), and so have all of them.
        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)].Replace("IReadOnlyDictionary", "ImmutableDictionary", StringComparison.Ordinal);
        var factory = typeof(System.Collections.Immutable.ImmutableList).Assembly.GetType($"System.Collections.Immutable.{name}")
            ?? throw new InvalidOperationException($"{type}");
        var create = factory.GetMethods().Single(m => m.Name == "CreateRange" && m.GetParameters() is [var only]
            && m.GetGenericArguments().Length == arguments.Length && only.ParameterType.Name.StartsWith("IEnumerable", StringComparison.Ordinal));
        return create.MakeGenericMethod(arguments).Invoke(null, [items]) ?? throw new InvalidOperationException($"{type}");
    }
}
