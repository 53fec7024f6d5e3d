using System.Text.Json;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Policies;

/// <summary>An escalation policy as it is read: its rules, then their steps.</summary>
internal sealed class EscalationFile(string file, LoadedCatalog catalog, FaultLog log)
{
    private readonly Registry<ReadRule> _rules = new(file, log);
    private readonly Registry<ReadStep> _steps = new(file, log);
    private readonly List<ReadRule> _inOrder = [];
    private readonly int _faultsBefore = log.Count;
    private decimal _yellow = EscalationPolicy.None.YellowShare;

    public void Take(string array, int line, JsonElement value)
    {
        switch (array)
        {
            case "version":
                Record.OfField(file, line, array, value, log).Text(array);
                break;
            case "yellowShare":
                TakeYellow(Record.OfField(file, line, array, value, log));
                break;
            case "rules":
                TakeRule(new Record(file, line, value, log));
                break;
            case "steps":
                TakeStep(new Record(file, line, value, log));
                break;
            default:
                log.Add(file, line, null, $"The field '{array}' is unknown", "Remove it, or mend its spelling");
                break;
        }
    }

    public EscalationPolicy Whole()
    {
        foreach (var rule in _inOrder.Where(r => r.Steps.Count == 0 && !r.HasBrokenSteps))
        {
            log.Add(file, rule.Line, rule.Id, "The rule has no step", "Add at least one to 'steps', or remove the rule");
        }

        if (log.Count == _faultsBefore)
        {
            ReachCheck.Run(file, _inOrder, catalog, log);
        }

        return new EscalationPolicy(_yellow, [.. _inOrder.Select(r => r.Whole())]);
    }

    private void TakeYellow(Record record)
    {
        var share = record.Number("yellowShare");
        if (share is <= 0 or >= 1)
        {
            record.Fault($"The light cannot turn yellow at {share} of the limit", "Give a share above 0 and below 1: 0.75");
        }

        _yellow = share ?? _yellow;
    }

    private void TakeRule(Record record)
    {
        var rule = RuleReader.Read(record, catalog);
        if (_rules.Claim(rule.Id, record.Line) && record.IsSound)
        {
            _rules.ById.Add(rule.Id, rule);
            _inOrder.Add(rule);
        }
    }

    private void TakeStep(Record record)
    {
        var rule = record.Text("rule");
        var known = _rules.ById.GetValueOrDefault(rule);
        var step = StepReader.Read(record, rule, known);
        if (rule.Length > 0 && !_rules.Knows(rule))
        {
            record.Fault($"There is no rule '{rule}'", "Add it to 'rules', which come first");
        }

        if (_steps.Claim($"{rule}/{step.Id}", record.Line) && record.IsSound)
        {
            known?.Steps.Add(step);
        }
        else if (known is not null)
        {
            known.HasBrokenSteps = true;
        }
    }
}
