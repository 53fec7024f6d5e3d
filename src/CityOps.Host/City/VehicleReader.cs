using CityOps.Domain.City;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>Reads the vehicles.</summary>
internal static class VehicleReader
{
    private static readonly string[] Columns = ["id", "kind", "plate", "department", "phone"];

    private static readonly Dictionary<string, VehicleKind> Kinds = new()
    {
        ["enforcement"] = VehicleKind.Enforcement,
        ["sanitation"] = VehicleKind.Sanitation,
        ["muckTruck"] = VehicleKind.MuckTruck,
        ["mobileCommand"] = VehicleKind.MobileCommand,
    };

    public static Registry<VehicleEntry> Read(CitySource source, Registry<Department> departments, FaultLog log)
    {
        var found = new Registry<VehicleEntry>("vehicles.csv", log);
        var phones = new Registry<string>(found.File, log);
        if (source.Read(found.File) is { } content)
        {
            TableRecords.Read(found.File, content, Columns, log, row =>
            {
                var id = row.Id("id");
                var (kind, department) = (row.Text("kind"), row.Text("department"));
                var phone = Phone(row, phones);
                var vehicle = new VehicleEntry(id, Kinds.GetValueOrDefault(kind), row.Text("plate"), department, phone);
                if (kind.Length > 0 && !Kinds.ContainsKey(kind))
                {
                    row.Fault($"'{kind}' is no kind of vehicle", $"Write one of {string.Join(", ", Kinds.Keys)}");
                }

                if (department.Length > 0 && !departments.Knows(department))
                {
                    row.Fault($"There is no department '{department}'", "Name one of departments.json");
                }

                if (found.Claim(id, row.Line) && row.IsSound)
                {
                    found.ById.Add(id, vehicle);
                }
            });
        }

        return found;
    }

    private static string? Phone(TableRow row, Registry<string> phones)
    {
        var phone = row.OptionalText("phone");
        if (phone.Length == 0)
        {
            return null;
        }

        // 12 and 20 digits are the same number to a terminal: leading zeros do not matter.
        var number = phone.TrimStart('0');
        if ((!Digits.Are(phone, 12) && !Digits.Are(phone, 20)) || number.Length == 0)
        {
            row.Fault($"'{phone}' is no terminal's number", "Give 12 digits (JT/T 808-2013) or 20 (2019), or nothing");
        }

        phones.Claim(number, row.Line);
        return phone;
    }
}
