using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>Cases as answers.</summary>
internal static class CaseResults
{
    public static Entity<CaseBody> Ok(CaseView view, Caller caller, IFiles files) =>
        Ok(view, CaseSight.Of(caller.Actor, view.State), caller, files);

    public static Entity<CaseBody> Ok(CaseView view, CaseSight sight, Caller caller, IFiles files) =>
        Versioned(BodyOf(view, sight, caller, files));

    /// <summary>201 for a new case, 200 where the report had come before; both say where the case is.</summary>
    public static Entity<CaseBody> Reported(Answer<CaseView>.Done answer, Caller caller, IFiles files) =>
        Versioned(
            BodyOf(answer.View, CaseSight.Of(caller.Actor, answer.View.State), caller, files),
            answer.Repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created,
            $"/api/v1/cases/{answer.View.Id}");

    // A light that turns and a photo that arrives are no events of the case, and yet change what is shown.
    private static Entity<CaseBody> Versioned(CaseBody body, int status = StatusCodes.Status200OK, string? location = null) =>
        new(body, body.Light == Light.Green ? $"{body.Sequence}" : $"{body.Sequence}-{CityJson.Word(body.Light)}")
        {
            Status = status,
            Location = location,
            IsSentAgain = body.Evidence.Count > 0,
        };

    /// <summary>A conflict, with the stage and what it allows to the caller.</summary>
    public static ProblemHttpResult Conflict(Rejection reason, CaseView now) => reason.ToProblem(
        new KeyValuePair<string, object?>("stage", CityJson.Word(now.Stage)),
        new KeyValuePair<string, object?>("allowed", now.Allowed.Select(CityJson.Word).ToArray()));

    private static CaseBody BodyOf(CaseView view, CaseSight sight, Caller caller, IFiles files)
    {
        var body = CaseBody.From(view, sight, files);
        if (body.Reporter is not null)
        {
            caller.Shows("reporter");
        }

        return body;
    }
}
