using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Engine;
using CityOps.Engine.Components;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Problems;
using CityOps.Http.Reports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Components;

/// <summary>Reads what is to be registered, and has it registered. Thread-safe.</summary>
internal sealed class ComponentSender(ComponentRegister register, PlaceReader places, CityConfiguration city, TimeProvider clock)
{
    /// <summary>Where a component can be read.</summary>
    public static string PathOf(string code) => $"/api/v1/components/{code}";

    /// <summary>Sends a change.</summary>
    public async Task<Results<Entity<ComponentBody>, ProblemHttpResult>> SendAsync(
        string code, ComponentChangeKind kind, RegisterRequest request, Faults faults, IdempotencyKey key, Caller caller,
        HttpRequest http, CancellationToken cancel)
    {
        if (!ExpectedVersion.IsValid(http, out var malformed))
        {
            return malformed;
        }

        faults.Identify("commandId", request.CommandId);
        faults.Identify("department", request.Department);
        faults.Require("source", request.Source);
        faults.Bound("source", request.Source, 200);
        faults.Words("note", request.Note);
        var isPlaced = request.Lon is not null || request.Lat is not null;
        if (isPlaced)
        {
            PlaceReader.Check(faults, request.Lon, request.Lat);
        }

        var now = clock.GetCurrentInstant();
        if (request.T > now)
        {
            faults.Add("t", "It lies ahead.");
        }

        if (faults.Any)
        {
            return Problem.Invalid(faults.ByField);
        }

        CasePlace? place = null;
        if (isPlaced && !places.TryRead(request.Lon, request.Lat, request.Datum, out place, out var outside))
        {
            return outside;
        }

        var id = key.Value ?? request.CommandId ?? Guid.NewGuid().ToString("N");
        var command = new ChangeComponent(code, kind, new Origin(caller.Actor, Domain.Channel.Console, id, request.T ?? now))
        {
            Place = place,
            Department = request.Department,
            State = request.State,
            Source = request.Source,
            Note = request.Note,
            Expected = await ExpectedVersion.OfAsync(http, () => Task.FromResult((long?)register.Find(code)?.Version)),
        };
        var answer = await register.ChangeAsync(command, cancel);
        return answer switch
        {
            Answer<ManagedComponent>.Refused { Reason: var reason } when reason == ComponentRegister.KeyReused =>
                Problem.KeyReused(key.Value is null ? "commandId" : IdempotencyKey.Header),
            Answer<ManagedComponent>.Refused { Reason: var reason } when reason == ComponentRejections.VersionDiffers =>
                Problem.Of(StatusCodes.Status412PreconditionFailed, reason.Code, reason.Message),
            _ => answer.ToResult(done => new Entity<ComponentBody>(ComponentBody.From(done.View, city), ComponentBody.TagOf(done.View, city))
            {
                Status = kind == ComponentChangeKind.Add && !done.Repeated ? StatusCodes.Status201Created : StatusCodes.Status200OK,
                Location = kind == ComponentChangeKind.Add ? PathOf(code) : null,
            }),
        };
    }
}
