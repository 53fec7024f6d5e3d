using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CityOps.Domain;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Calling;

/// <summary>The <c>Idempotency-Key</c> of a request: an id, in quotes or not.</summary>
internal sealed class IdempotencyKey(string? value, bool valid) : IBindableFromHttpContext<IdempotencyKey>
{
    public const string Header = "Idempotency-Key";

    /// <summary>The key; null where there is none.</summary>
    public string? Value => value;

    /// <summary>False with the answer where it is malformed.</summary>
    public bool IsValid([NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = valid ? null : Problem.Malformed(Header, "It is no id, or stands there more than once.");
        return problem is null;
    }

    public static ValueTask<IdempotencyKey?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<IdempotencyKey?>(context.Request.Headers[Header] switch
        {
            [] => new IdempotencyKey(null, true),
            [{ } text] when Unquoted(text) is var id && Identifier.IsValid(id) => new IdempotencyKey(id, true),
            _ => new IdempotencyKey(null, false),
        });

    private static string Unquoted(string text) => text is ['"', .. var inner, '"'] ? inner : text;
}
