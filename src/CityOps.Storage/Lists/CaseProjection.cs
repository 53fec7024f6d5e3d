using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Lists;

/// <summary>The list of cases, made from their events.</summary>
internal sealed class CaseProjection : IProjection
{
    public string Feed => "read-model";

    public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
    {
        foreach (var journalled in events)
        {
            if (journalled.Event is CaseEvent @event)
            {
                Apply(connection, journalled.Sequence, @event);
            }
        }
    }

    public void Clear(PreparedConnection connection) => connection.Execute("DELETE FROM case_row");

    private static void Apply(PreparedConnection connection, long sequence, CaseEvent @event)
    {
        switch (@event)
        {
            case CaseReported e:
                Insert(connection, sequence, e);
                break;
            case CaseFiled e:
                Update(connection, sequence, e, Stage.Filed, "kind = $kind, category = $category, condition = $condition",
                    ("$kind", e.Filing.Kind.ToString()), ("$category", e.Filing.Category), ("$condition", e.Filing.Condition));
                break;
            case CaseDispatched e:
                Update(connection, sequence, e, Stage.Dispatched, "department = $department", ("$department", e.Department));
                break;
            case CaseAccepted e:
                Update(connection, sequence, e, Stage.Handling);
                break;
            case CaseHandled e:
                Update(connection, sequence, e, Stage.Handled);
                break;
            case InspectionBegun e:
                Update(connection, sequence, e, Stage.Inspecting);
                break;
            case CaseClosed e:
                Update(connection, sequence, e, Stage.Closed);
                break;
            default:
                throw new InvalidOperationException($"The list of cases has no rule for {@event.GetType().Name}.");
        }
    }

    private static void Insert(PreparedConnection connection, long sequence, CaseReported e) => connection.Execute(
        """
        INSERT INTO case_row VALUES ($id, $sequence, $stage, $kind, $category, $condition, $channel, $source, $lat, $lon,
            $unitGrid, $beat, NULL, $description, $reporter, $observedAt, $reportedAt, $reportedAt)
        ON CONFLICT DO NOTHING
        """,
        ("$id", e.Case.Value), ("$sequence", sequence), ("$stage", nameof(Stage.Reported)),
        ("$kind", e.Report.Kind.ToString()), ("$category", e.Report.Category), ("$condition", e.Report.Condition),
        ("$channel", e.Report.Channel.ToString()), ("$source", e.Report.Source),
        ("$lat", e.Report.Place.Latitude), ("$lon", e.Report.Place.Longitude),
        ("$unitGrid", e.Report.UnitGrid), ("$beat", e.Report.Beat), ("$description", e.Report.Description),
        ("$reporter", e.Report.Reporter), ("$observedAt", e.Report.ObservedAt.ToUnixTimeMilliseconds()),
        ("$reportedAt", e.Stamp.At.ToUnixTimeMilliseconds()));

    private static void Update(
        PreparedConnection connection, long sequence, CaseEvent e, Stage stage, string set = "", params (string, object?)[] values) =>
        connection.Execute(
            $"UPDATE case_row SET sequence = $sequence, stage = $stage, updated_at = $at{(set.Length > 0 ? ", " : "")}{set} WHERE id = $id",
            [("$id", e.Case.Value), ("$sequence", sequence), ("$stage", stage.ToString()),
                ("$at", e.Stamp.At.ToUnixTimeMilliseconds()), .. values]);
}
