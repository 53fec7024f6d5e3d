using System.CommandLine;
using System.Text;
using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Cases;

namespace CityOps.Host;

/// <summary><c>cityops lifecycle</c>: prints the workflow of a case from the rules themselves, as a page of Markdown.</summary>
internal static class LifecycleCommand
{
    public static Command ToCommand()
    {
        var command = new Command("lifecycle", "Print the workflow of a case, as a diagram and a table; docs/case-lifecycle.md is this page.");
        command.SetAction(_ => Console.Write(Page()));
        return command;
    }

    /// <summary>The whole page.</summary>
    public static string Page()
    {
        var page = new StringBuilder()
            .AppendLine("# The lifecycle of a case")
            .AppendLine()
            .AppendLine("Printed by `cityops lifecycle` from the rules (`src/CityOps.Domain/Cases/CaseRules.cs`); a test keeps this page current.")
            .AppendLine("Beside stage and role, a caller's jurisdiction, the separation of duties (`CaseDuties.cs`) and what else must be so")
            .AppendLine("(`CaseConditions.cs`) decide; the `allowed` of a case takes all of it into account.")
            .AppendLine()
            .AppendLine("```mermaid")
            .AppendLine("stateDiagram-v2")
            .AppendLine("    [*] --> reported : report")
            .AppendLine("    reported --> closed : put right on the spot")
            .AppendLine("    verifying --> reported : the collector's answer")
            .AppendLine("    merged --> reported : the other case was closed")
            .AppendLine("    merged --> filed : the other case was closed");
        foreach (var (from, to, acts) in Arrows())
        {
            page.AppendLine($"    {from} --> {to} : {acts}");
        }

        page.AppendLine("```").AppendLine()
            .AppendLine("Cancelling leads from every open stage to `cancelled`, and a leader's forced closing from every stage in which a department has")
            .AppendLine("the case to `closed`; the diagram leaves both out.")
            .AppendLine()
            .AppendLine("A merge looks whether the other case is open, but that may be closed, cancelled or merged at the same moment. It then declines")
            .AppendLine("(`duplicate-declined`), and the merge is undone (`merge-undone`): the case is reported or filed again as it was before, and its")
            .AppendLine("clocks begin anew. Of two cases merged into each other the one with the lesser id is taken up again, and goes on for both.")
            .AppendLine()
            .AppendLine("A case whose department the city's files have no more cannot be sent back by it. From `dispatched` and `handling` a dispatcher")
            .AppendLine("redispatches it nevertheless: it is journalled as returned before that.")
            .AppendLine()
            .AppendLine("| act | in stage | for | leads to |")
            .AppendLine("| --- | --- | --- | --- |");
        foreach (var rule in CaseRules.Table)
        {
            page.AppendLine(
                $"| `{Word(rule.Act)}` | {Stages(rule)} | {RolesOf(rule)} | {(rule.To is { } to ? Word(to) : "the same")} |");
        }

        page.AppendLine().AppendLine("| stage | acts that it allows to someone |").AppendLine("| --- | --- |");
        foreach (var stage in Domain.Cases.Stages.All)
        {
            page.AppendLine($"| {Word(stage)} | {string.Join(", ", CaseRules.AllowedIn(stage).Select(a => Word(a)))} |");
        }

        return page.ToString();
    }

    private static IEnumerable<(string From, string To, string Acts)> Arrows() => CaseRules.Table
        .Where(r => r.Act != CaseAct.Cancel && (r.Act != CaseAct.Close || r.Stages.Contains(Stage.Inspecting)))
        .SelectMany(r => r.Stages, (r, from) => (From: from, r.To, r.Act))
        .Where(a => a.To is { } to && to != a.From)
        .GroupBy(a => (a.From, a.To))
        .Select(g => (Word(g.Key.From), Word(g.Key.To.GetValueOrDefault()), string.Join(", ", g.Select(a => Word(a.Act)))));

    private static string Stages(CaseRule rule) =>
        rule.Stages.SequenceEqual(Domain.Cases.Stages.Open) ? "every open one" : string.Join(", ", rule.Stages.Select(s => Word(s)));

    private static string RolesOf(CaseRule rule) => string.Join(", ", rule.Roles.OneByOne().Select(r => Word(r)));

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
