using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>Cases as answers.</summary>
internal static class CaseResults
{
    public static Entity<CaseBody> Ok(CaseView view, Caller caller) => Ok(view, CaseSight.Of(caller.Actor, view.State), caller);

    public static Entity<CaseBody> Ok(CaseView view, CaseSight sight, Caller caller) => new(BodyOf(view, sight, caller), view.Sequence);

    /// <summary>201 for a new case, 200 where the report had come before; both say where the case is.</summary>
    public static Entity<CaseBody> Reported(Answer<CaseView>.Done answer, Caller caller) =>
        new(BodyOf(answer.View, CaseSight.Of(caller.Actor, answer.View.State), caller), answer.View.Sequence)
        {
            Status = answer.Repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created,
            Location = $"/api/v1/cases/{answer.View.Id}",
        };

    /// <summary>A conflict, with the stage and what it allows to the caller.</summary>
    public static ProblemHttpResult Conflict(Rejection reason, CaseView now) => reason.ToProblem(
        new KeyValuePair<string, object?>("stage", CityJson.Word(now.Stage)),
        new KeyValuePair<string, object?>("allowed", now.Allowed.Select(CityJson.Word).ToArray()));

    private static CaseBody BodyOf(CaseView view, CaseSight sight, Caller caller)
    {
        var body = CaseBody.From(view, sight);
        if (body.Reporter is not null)
        {
            caller.Shows("reporter");
        }

        return body;
    }
}
