using CityOps.Engine;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Answers;

/// <summary>What an entity answers, as what HTTP answers.</summary>
internal static class AnswerResults
{
    /// <summary>The result of what was done or found, or the problem document of the refusal.</summary>
    public static Results<TResult, ProblemHttpResult> ToResult<TView, TResult>(
        this Answer<TView> answer, Func<Answer<TView>.Done, TResult> found)
        where TResult : IResult => answer switch
        {
            Answer<TView>.Done done => found(done),
            Answer<TView>.Refused refused => refused.Reason.ToProblem(),
            _ => throw new InvalidOperationException($"{answer.GetType()} is no answer."),
        };

    /// <summary>As <see cref="ToResult"/>, where the result has to be fetched.</summary>
    public static async Task<Results<TResult, ProblemHttpResult>> ToResultAsync<TView, TResult>(
        this Answer<TView> answer, Func<Answer<TView>.Done, Task<TResult>> found)
        where TResult : IResult => answer switch
        {
            Answer<TView>.Done done => await found(done),
            Answer<TView>.Refused refused => refused.Reason.ToProblem(),
            _ => throw new InvalidOperationException($"{answer.GetType()} is no answer."),
        };
}
