using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Cases;

/// <summary>One case.</summary>
internal sealed class CaseActor(
    EntityShell<Case, CaseCommand, CaseEvent> shell, PublishedCases published, CityConfiguration city, string id)
    : EntityActor<Case, CaseCommand, CaseEvent, CaseView>(shell, id)
{
    public static string? EntityOf(object message) => message is CaseCommand command ? command.Case.Value : null;

    protected override void OnReplaySuccess() => Publish();

    protected override void OnPersisted() => Publish();

    protected override void PostStop()
    {
        published.Withdraw(Id);
        base.PostStop();
    }

    protected override Domain.Origin OriginOf(CaseCommand command) => command.Origin;

    protected override CaseView? View(Domain.Actor caller) => CaseView.Of(State, LastSequenceNr, caller, city, Now);

    protected override long? ExpectedBy(CaseCommand command) => (command as CaseActCommand)?.Expected;

    private void Publish()
    {
        if (LastSequenceNr > 0)
        {
            published.Publish(Id, State, LastSequenceNr);
        }
    }
}
