using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Engine;
using CityOps.Http.Calling;
using CityOps.Http.Problems;
using CityOps.Http.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Open311;

/// <summary>
/// Makes a report of a form, or says what is wrong with it. Names, telephone and mail of the citizen are taken and not kept: the account is,
/// by which the app knows its user. Thread-safe.
/// </summary>
internal sealed class RequestForm(OpenServices services, ReportReader reports, TimeProvider clock)
{
    private const int LongestDescription = 4000;
    private const int LongestAddress = 1000;
    private const int LongestUrl = 2000;
    private const string Attribute = $"attribute[{OpenServices.Condition}]";

    /// <summary>Reads a form.</summary>
    public bool TryRead(
        IFormCollection form,
        Actor by,
        string? key,
        [NotNullWhen(true)] out Report? report,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        report = null;
        var faults = new Faults();
        var request = Read(new OpenFields(form, faults), faults, out var category);
        if (!faults.Any && category is null)
        {
            problem = OpenProblems.ServiceUnknown;
            return false;
        }

        problem = faults.Any ? Problem.Invalid(faults.ByField) : null;
        return problem is null && reports.TryRead(request with { Source = SourceOf(request, by, key) }, null, out report, out problem);
    }

    private ReportRequest Read(OpenFields fields, Faults faults, out Category? category)
    {
        var code = fields.Text("service_code", 100);
        services.TryFind(code, out category);
        faults.Require("service_code", code);
        if (fields.Has("media"))
        {
            faults.Add("media", "Files are not taken here; send the photo's address as media_url.");
        }

        var (latitude, longitude) = (fields.Degrees("lat"), fields.Degrees("long"));
        if (!faults.Any && (latitude is null || longitude is null))
        {
            faults.Add("lat", "lat and long are required: an address alone cannot be placed.");
        }

        var condition = fields.Text(Attribute, 64);
        if (condition is not null && category?.Conditions.All(c => c.Id != condition) == true)
        {
            faults.Add(Attribute, "It is none of the service's values.");
        }

        return new ReportRequest
        {
            T = clock.GetCurrentInstant(),
            Lat = latitude,
            Lon = longitude,
            Kind = category?.Kind,
            Category = category?.Code,
            Condition = condition,
            Description = Describe(fields, faults),
            Channel = Channel.CitizenApp,
            Reporter = fields.Identifier("account_id") ?? fields.Identifier("device_id"),
        };
    }

    /// <summary>The description, with what a case has no place of its own for.</summary>
    private static string? Describe(OpenFields fields, Faults faults)
    {
        var description = fields.Text("description", LongestDescription);
        var address = fields.Text("address_string", LongestAddress);
        var media = fields.Address("media_url", LongestUrl);
        string?[] lines =
        [
            description,
            address is null ? null : $"地址：{address}",
            media is null ? null : $"图片：{media}",
        ];
        var text = string.Join('\n', lines.OfType<string>());
        if (description is { Length: <= LongestDescription } && text.Length > LongestDescription)
        {
            faults.Add("description", $"With address_string and media_url, which are kept in it, it has more than {LongestDescription:N0} characters.");
        }

        return text.Length == 0 ? null : text;
    }

    // Two apps may number theirs alike, so that who calls is a part of it: a citizen's id and an app's may be the same too. Without a number
    // what is said tells a request from another.
    private static string SourceOf(ReportRequest request, Actor by, string? key)
    {
        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Kind}\n{request.Category}\n{request.Condition}\n{request.Lat:R}\n{request.Lon:R}\n{request.Reporter}\n{request.Description}");
        var who = CaseParties.PersonOf(by);
        var seed = key is null ? $"{who}\nsaid\n{said}" : $"{who}\nkey\n{key}";
        return $"open311-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..40]}";
    }
}
