using System.Reflection;
using CityOps.Domain.City;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Open311;

/// <summary>The language of an answer: that of <c>locale</c>, else the first of <c>Accept-Language</c> that is known, else Chinese.</summary>
internal sealed class OpenLanguage(bool english) : IBindableFromHttpContext<OpenLanguage>
{
    public string Of(Name name) => Of(name.Zh, name.En);

    public string Of(string zh, string en) => english ? en : zh;

    /// <summary>Names from the most special to the most general; in Chinese an address goes the other way.</summary>
    public string Address(IEnumerable<Name> names) =>
        english ? string.Join(", ", names.Select(n => n.En)) : string.Concat(names.Reverse().Select(n => n.Zh));

    public static ValueTask<OpenLanguage?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        var wished = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value);
        var known = wished.Prepend(request.Query["locale"].ToString()).FirstOrDefault(l => Is(l, "zh") || Is(l, "en"));
        return ValueTask.FromResult<OpenLanguage?>(new OpenLanguage(Is(known, "en")));
    }

    private static bool Is(string? tag, string language) => tag?.StartsWith(language, StringComparison.OrdinalIgnoreCase) == true;
}
