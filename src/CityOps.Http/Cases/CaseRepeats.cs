using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Cases;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;

namespace CityOps.Http.Cases;

/// <summary>
/// Whether a command that came before asks for the same again. It is decided once more from the state that it met the first time: what
/// would happen must be what has happened. So nothing has to be kept of a body, and only a repeat costs anything. Thread-safe.
/// </summary>
internal sealed class CaseRepeats(IJournalReader journal, CityConfiguration city)
{
    // What differs from the first time without the caller's doing.
    private static readonly string[] Around = ["stamp", "schedule", "void"];

    private readonly CaseDecider _decider = new(city);

    /// <summary>False if the command of this id was another one. Under another configuration the two cannot be compared: true.</summary>
    public async Task<bool> IsSameAsync(CaseView view, CaseCommand command, CancellationToken cancel)
    {
        var state = _decider.Initial;
        foreach (var journalled in await journal.OfCaseAsync(view.Id, 1, view.Sequence, cancel))
        {
            var happened = (CaseEvent)journalled.Event;
            if (IsOf(happened, command.Origin))
            {
                return happened.Stamp.Policy != city.Version || IsSame(state, happened, command);
            }

            state = _decider.Evolve(state, happened);
        }

        return true;
    }

    private bool IsSame(Case before, CaseEvent happened, CaseCommand command)
    {
        // Of a merge the gateway has found out that it can be.
        var again = command is MergeCase merge ? merge with { TargetIsOpen = true } : command;
        return _decider.Decide(before, again, happened.Stamp.At) switch
        {
            Decision<CaseEvent>.Accepted { Events: var events } => events.FirstOrDefault(e => IsOf(e, command.Origin)) is { } would
                && JsonNode.DeepEquals(Said(would), Said(happened)),

            // Who may do less than then asks for the same nevertheless.
            Decision<CaseEvent>.Rejected { Reason.Kind: var kind } => kind == RejectionKind.Forbidden,
            _ => true,
        };
    }

    private static bool IsOf(CaseEvent @event, Origin origin) =>
        (@event.Stamp.By.Id, @event.Stamp.CommandId) == (origin.By.Id, origin.CommandId);

    private static JsonObject? Said(CaseEvent @event)
    {
        var said = JsonSerializer.SerializeToNode(@event, @event.GetType(), EventJson.Options)?.AsObject();
        foreach (var name in Around)
        {
            said?.Remove(name);
        }

        return said;
    }
}
