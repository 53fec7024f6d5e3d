using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Changes;
using CityOps.Engine.Webhooks;
using CityOps.Http.Calling;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Webhooks;

/// <summary>Reads what subscription a caller wants: no more than what they see themselves.</summary>
internal sealed class WebhookReader(CityConfiguration city, TargetGuard guard, TimeProvider clock)
{
    private const int LongestUrl = 2_000;
    private const int IdDigits = 20;

    /// <summary>Reads a subscription, or says what is wrong with it.</summary>
    /// <param name="request">The body.</param>
    /// <param name="key">The <c>Idempotency-Key</c>, if there is one: of a caller the same one is the same subscription.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="webhook">The subscription.</param>
    /// <param name="problem">What is wrong.</param>
    public bool TryRead(
        WebhookRequest request, string? key, Caller caller, [NotNullWhen(true)] out Webhook? webhook, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var faults = new Faults();
        var url = Target(request.Url, faults);
        var types = request.Events ?? [];
        if (!types.All(CaseEventName.All.Contains))
        {
            faults.Add("events", $"One is none of {string.Join(", ", CaseEventName.All)}.");
        }

        var (by, scope) = (caller.Actor, caller.Scope);
        var jurisdiction = request.Jurisdiction ?? (scope.IsEverything ? null : scope.Area);
        var department = request.Department ?? (scope.Area is null ? by.Department : null);
        if (jurisdiction is not null && !city.Jurisdictions.ContainsKey(jurisdiction))
        {
            faults.Add("jurisdiction", "The city has no such jurisdiction.");
        }
        else if (department is not null && !city.Departments.ContainsKey(department))
        {
            faults.Add("department", "The city has no such department.");
        }
        else if (!scope.Covers(jurisdiction, department))
        {
            faults.Add(scope.Area is null ? "department" : "jurisdiction", "It is none of the caller's.");
        }

        webhook = url is null || faults.Any ? null : new Webhook(
            IdOf(key, caller), url, [.. types.Distinct()], jurisdiction, department,
            clock.GetCurrentInstant(), by.Id)
        {
            Secrets = WebhookSecrets.New(),
        };
        problem = webhook is null ? Problem.Invalid(faults.ByField) : null;
        return webhook is not null;
    }

    private static string IdOf(string? key, Caller caller) => key is null
        ? $"W{RandomNumberGenerator.GetHexString(IdDigits)}"
        : $"W{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Party}\n{key}")))[..IdDigits]}";

    private Uri? Target(string? text, Faults faults)
    {
        faults.Bound("url", text, LongestUrl);
        if (!faults.Require("url", text))
        {
            return null;
        }

        var fault = Uri.TryCreate(text, UriKind.Absolute, out var url) ? guard.FaultOf(url) : "It is no URL.";
        if (fault is not null)
        {
            faults.Add("url", fault);
        }

        return url;
    }
}
