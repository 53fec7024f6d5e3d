using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CityOps.Engine;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Queries;

/// <summary>The moment that is asked about: <c>?at=</c>, or now.</summary>
internal sealed class Moment : IBindableFromHttpContext<Moment>
{
    /// <summary>The name of the parameter.</summary>
    public const string Parameter = "at";

    private readonly ProblemHttpResult? _problem;

    private Moment(Instant now, Instant? past, ProblemHttpResult? problem) => (Now, Past, _problem) = (now, past, problem);

    /// <summary>The moment of the request.</summary>
    public Instant Now { get; }

    /// <summary>The moment that is asked about; null where it is now.</summary>
    public Instant? Past { get; }

    /// <summary>The moment that is meant.</summary>
    public Instant Meant => Past ?? Now;

    /// <summary>False with the answer where it is malformed, or lies ahead.</summary>
    public bool IsValid([NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = _problem;
        return problem is null;
    }

    public static ValueTask<Moment?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetCurrentInstant();
        var reader = new QueryReader(context.Request.Query);
        var past = reader.Time(Parameter);
        if (past > now)
        {
            reader.Fault(Parameter, "It lies ahead: nothing is known of it yet.");
        }

        return ValueTask.FromResult<Moment?>(new Moment(now, past, reader.IsMalformed(out var problem) ? problem : null));
    }
}
