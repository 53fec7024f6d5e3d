namespace CityOps.CityGenerator;

/// <summary>The departments and units: of the city, ten of each district, an office of each street.</summary>
internal static class Organisation
{
    private static readonly (string Id, string Zh, string En, string Classes)[] OfCity =
    [
        ("urban-management", "城市管理局", "Urban Management Bureau", ""),
        ("water", "自来水公司", "Water Company", "component/01 incident/05"),
        ("drainage", "排水公司", "Drainage Company", "component/01 incident/05"),
        ("gas", "燃气公司", "Gas Company", "component/01 component/05 incident/05"),
        ("heating", "热力公司", "Heating Company", "component/01 incident/05"),
        ("power", "供电公司", "Power Company", "component/01 incident/05"),
        ("lighting", "路灯管理处", "Street Lighting Office", "component/01"),
        ("telecom", "通信管理办公室", "Telecom Office", "component/01 incident/05"),
        ("bus", "公交公司", "Bus Company", "component/02"),
        ("police", "公安局", "Public Security Bureau", "component/01"),
        ("traffic-police", "交通警察支队", "Traffic Police", "component/02 incident/04"),
        ("housing", "住房和城乡建设局", "Housing and Construction Bureau", "incident/01 incident/03"),
        ("transport", "交通运输局", "Transport Bureau", "component/02 incident/03"),
        ("ecology", "生态环境局", "Ecology and Environment Bureau", "incident/01 incident/03"),
        ("waters", "水利局", "Water Resources Bureau", "component/05 incident/01"),
        ("gardens", "园林绿化中心", "Parks and Gardens Centre", "component/04 incident/01"),
        ("sanitation", "环境卫生中心", "Sanitation Centre", "component/03 incident/01"),
        ("market-regulation", "市场监督管理局", "Market Regulation Bureau", "incident/02 incident/04"),
        ("fire", "消防救援支队", "Fire and Rescue", "incident/05"),
        ("muck-trucks", "渣土管理处", "Construction Waste Office", "incident/03"),
    ];

    private static readonly (string Id, string Zh, string En, string Classes)[] OfDistrict =
    [
        ("urban-management", "城市管理局", "Urban Management Bureau", ""),
        ("sanitation", "环卫所", "Sanitation Station", "component/03 incident/01"),
        ("enforcement", "综合执法大队", "Enforcement Brigade",
            "component/03 incident/01 incident/02 incident/03 incident/04"),
        ("gardens", "园林所", "Gardens Station", "component/04 incident/01"),
        ("roads", "市政所", "Roads Station", "component/01 component/02 incident/01 incident/05"),
        ("construction", "住房和建设局", "Construction Bureau", "incident/03"),
        ("market-regulation", "市场监督管理分局", "Market Regulation Branch", "incident/02 incident/04"),
        ("ecology", "生态环境分局", "Ecology Branch", "incident/01"),
        ("traffic-police", "交警大队", "Traffic Police Brigade", "component/02 incident/04"),
        ("waters", "水务所", "Waters Station", "component/05 incident/01"),
    ];

    public static List<DepartmentEntry> Make(Divisions divisions)
    {
        var departments = new List<DepartmentEntry>();
        foreach (var area in divisions.Areas)
        {
            switch (area.Level)
            {
                case "city":
                    departments.AddRange(OfCity.Select(d => Entry($"city-{d.Id}", "市" + d.Zh, "City " + d.En, area, d.Classes)));
                    break;
                case "district":
                    departments.AddRange(OfDistrict.Select(
                        d => Entry($"{area.Code}-{d.Id}", area.Zh + d.Zh, $"{area.En} {d.En}", area, d.Classes)));
                    break;
                case "street":
                    departments.Add(Entry($"{area.Code}-office", area.Zh + "办事处", area.En + " Office", area, ""));
                    break;
                default:
                    break;
            }
        }

        return departments;
    }

    /// <summary>The department that owns a component of the given subclass in the given district.</summary>
    public static string OwnerOf(string subclass, string district) => subclass switch
    {
        "0101" or "0125" => "city-water",
        "0102" or "0103" or "0104" or "0118" or "0303" => "city-drainage",
        "0106" or "0137" or "0138" or "0139" => "city-lighting",
        "0110" => "city-heating",
        "0111" or "0149" or "0157" => "city-gas",
        "0127" or "0131" => "city-telecom",
        "0128" or "0129" or "0130" or "0154" => "city-power",
        "0150" or "0151" => "city-police",
        "0204" => "city-bus",
        "0217" or "0211" => $"{district}-traffic-police",
        "0306" or "0307" or "0308" => $"{district}-enforcement",
        _ when subclass.StartsWith("01", StringComparison.Ordinal) => $"{district}-urban-management",
        _ when subclass.StartsWith("02", StringComparison.Ordinal) => $"{district}-roads",
        _ when subclass.StartsWith("03", StringComparison.Ordinal) => $"{district}-sanitation",
        _ when subclass.StartsWith("04", StringComparison.Ordinal) => $"{district}-gardens",
        _ => $"{district}-waters",
    };

    private static DepartmentEntry Entry(string id, string zh, string en, Area area, string classes) =>
        new(id, zh, en, area.Code, classes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

internal sealed record DepartmentEntry(string Id, string Zh, string En, string Jurisdiction, string[] Categories);
