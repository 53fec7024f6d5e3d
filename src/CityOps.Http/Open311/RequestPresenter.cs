using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Http.Open311;

/// <summary>Makes requests of cases. Who reported, collected and decided is in none of them. Thread-safe.</summary>
internal sealed class RequestPresenter(CityConfiguration city)
{
    // A community's code begins a unit grid's; those of its street, district and city begin that one's.
    private static readonly int[] CodeLengths = [12, 9, 6, 4];

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[city.Zone];

    public OpenRequestBody Of(CaseView view, Instant updatedAt, OpenLanguage language)
    {
        var category = city.Categories.GetValueOrDefault(view.Category);
        var department = view.Assignment is { Department: var id } ? city.Departments.GetValueOrDefault(id) : null;
        return new OpenRequestBody
        {
            ServiceRequestId = view.Id.Value,
            Status = view.Stage.IsOpen() ? "open" : "closed",
            StatusNotes = Notes(view.State, language),
            ServiceName = category is null ? null : language.Of(category.Name),
            ServiceCode = OpenServices.CodeOf(view.Category.Kind, view.Category.Code),
            Description = view.Report.Description,
            AgencyResponsible = department is null ? null : language.Of(department.Name),
            RequestedDatetime = view.File.ReportedAt,
            UpdatedDatetime = updatedAt,
            ExpectedDatetime = view.File.ClockOf(ClockStage.Handle)?.Due,
            Address = language.Address(Around(view.Report.UnitGrid)),
            AddressId = view.Report.UnitGrid,
            Lat = view.Report.Place.Latitude,
            Long = view.Report.Place.Longitude,
        };
    }

    private IEnumerable<Name> Around(string unitGrid) =>
        from length in CodeLengths
        where length <= unitGrid.Length
        let jurisdiction = city.Jurisdictions.GetValueOrDefault(unitGrid[..length])
        where jurisdiction is not null
        select jurisdiction.Name;

    private string Notes(KnownCase @case, OpenLanguage language) => @case switch
    {
        Refused refused => language.Of($"不予立案：{refused.Reason}", $"Not filed: {refused.Reason}"),
        Cancelled cancelled => language.Of($"已作废：{cancelled.Reason}", $"Cancelled: {cancelled.Reason}"),
        Merged merged => language.Of(
            $"同一问题已有案件，并入 {merged.Into}。", $"The same problem is already a case; this one goes on in {merged.Into}."),
        Suspended suspended => language.Of($"暂缓处置，至 {Day(suspended.Until)}。", $"Handling rests until {Day(suspended.Until)}."),
        _ => Notes(@case.Stage, language),
    };

    private string Day(Instant time) => $"{time.InZone(_zone).Date:uuuu'-'MM'-'dd}";

    private static string Notes(Stage stage, OpenLanguage language) => stage switch
    {
        Stage.Reported => language.Of("已受理，等待立案。", "Received; it is being looked at."),
        Stage.Verifying => language.Of("正在现场核实。", "Somebody is looking at it on the spot."),
        Stage.Filed => language.Of("已立案，等待派遣。", "Filed; it will be sent to a department."),
        Stage.Dispatched => language.Of("已派遣至专业部门。", "Sent to the department."),
        Stage.Returned or Stage.Disputed => language.Of("正在确定责任部门。", "It is being settled which department is responsible."),
        Stage.Handling => language.Of("处置中。", "It is being handled."),
        Stage.Handled => language.Of("已处置，等待核查。", "Handled; the result will be looked at."),
        Stage.Inspecting => language.Of("正在核查处置结果。", "The result is being looked at."),
        Stage.Closed => language.Of("已结案。", "Closed."),
        _ => throw new ArgumentOutOfRangeException(nameof(stage)),
    };
}
