using CityOps.Domain.City;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>How big the simulated life is.</summary>
/// <param name="Collectors">At most so many collectors.</param>
/// <param name="Vehicles">At most so many vehicles.</param>
/// <param name="ReportsPerDay">How many reports all collectors of the city make a day; fewer collectors make
/// fewer.</param>
/// <param name="CallsPerDay">How many calls the hotline takes a day.</param>
internal sealed record LifeSize(int Collectors, int Vehicles, double ReportsPerDay, double CallsPerDay);

/// <summary>The city's life: everyone in it, living at the same time.</summary>
internal sealed class CityLife : IAsyncDisposable
{
    private static readonly Acting HotlineDesk = new("acceptor", "acceptor-hotline");
    private readonly LifeSetting _setting;
    private readonly EngineApi _api;
    private readonly Desk _desk;
    private readonly Handset[] _handsets;
    private readonly Terminal[] _terminals;
    private readonly DayCurve _reports;
    private readonly DayCurve _calls;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationToken _cancel;

    /// <param name="setting">What everyone shares.</param>
    /// <param name="size">How many they are.</param>
    /// <param name="api">The engine's HTTP interface.</param>
    /// <param name="ending">Ends the life; cancelled here too if anyone in it breaks down.</param>
    public CityLife(LifeSetting setting, LifeSize size, EngineApi api, CancellationTokenSource ending)
    {
        var city = setting.City.Configuration;
        _setting = setting;
        _api = api;
        _ending = ending;
        _cancel = ending.Token;
        _desk = new Desk(setting, api, _cancel);
        var collectors = city.Collectors.Values.OrderBy(entry => entry.Id, StringComparer.Ordinal).ToArray();
        _handsets = [.. collectors.Take(size.Collectors).Select(entry => new Handset(entry, setting, _desk, new Errands()))];
        var vehicles = city.Vehicles.Values
            .OrderBy(entry => entry.Id, StringComparer.Ordinal)
            .Take(size.Vehicles)
            .ToArray();
        _terminals = vehicles.Length == 0 ? [] : Terminals(vehicles);
        var share = collectors.Length == 0 ? 0 : _handsets.Length / (double)collectors.Length;
        _reports = new DayCurve(
            size.ReportsPerDay * share, setting.AllOnShift ? DayCurve.EveryHour : DayCurve.CollectorHours);
        _calls = new DayCurve(size.CallsPerDay, DayCurve.HotlineHours);
    }

    /// <summary>How many collectors are on shift now.</summary>
    public int OnShift => _handsets.Count(handset => handset.OnShift);

    /// <summary>How many collectors there are.</summary>
    public int Collectors => _handsets.Length;

    /// <summary>How many vehicles there are.</summary>
    public int Vehicles => _terminals.Length;

    /// <summary>How many cases are being worked on.</summary>
    public int OpenCases => _desk.Open;

    /// <summary>Lives until cancelled; then everyone ends what they are at.</summary>
    public async Task RunAsync()
    {
        IEnumerable<Task> everyone =
        [
            .. _handsets.Select(handset => handset.RunAsync(_cancel)),
            .. _terminals.Select(terminal => terminal.RunAsync(_cancel)),
            EachAsync(_reports, "reports", NoticeAsync),
            EachAsync(_calls, "calls", CallAsync),
        ];
        try
        {
            await Task.WhenAll(everyone.Select(TogetherAsync)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            await _desk.FinishAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(
        [
            .. _handsets.Select(handset => handset.DisposeAsync().AsTask()),
            .. _terminals.Select(terminal => terminal.DisposeAsync().AsTask()),
        ]).ConfigureAwait(false);
        _desk.Dispose();
    }

    // A fault must not leave the others living on as if nothing had happened.
    private async Task TogetherAsync(Task one)
    {
        try
        {
            await one.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await _ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Terminal[] Terminals(VehicleEntry[] vehicles)
    {
        var streets = StreetNetwork.Read(Path.Combine(_setting.City.Directory, "streets.geojson"));
        return [.. vehicles.Select(entry => new Terminal(entry, streets, _setting))];
    }

    private async Task EachAsync(DayCurve curve, string name, Func<int, Instant, Chance, Task> happen)
    {
        if (curve.IsNever)
        {
            return;
        }

        var chance = Chance.For(_setting.Seed, name);
        var clock = _setting.Clock;
        var at = clock.Now;
        for (var number = 1; ; number++)
        {
            at += curve.UntilNext(at.InZone(clock.Zone).TimeOfDay, chance);
            await clock.UntilAsync(at, _cancel).ConfigureAwait(false);
            await happen(number, at, chance).ConfigureAwait(false);
        }
    }

    private Task NoticeAsync(int number, Instant at, Chance chance)
    {
        var onShift = _handsets.Where(handset => handset.OnShift).ToArray();
        if (onShift.Length > 0)
        {
            chance.Of(onShift).Notice();
        }

        return Task.CompletedTask;
    }

    private async Task CallAsync(int number, Instant at, Chance chance)
    {
        var id = $"{_setting.Run}-12345-{number}";
        var call = _setting.Reports.Called(id, at, chance);
        _setting.Tally.Add("call", Outcome.Sent);
        try
        {
            var reply = await _api.ReportAsync(call, HotlineDesk, _cancel).ConfigureAwait(false);
            _setting.Tally.Count("call", reply);
            if (reply is Reply.Ok { Body: var body } && body.Text("id") is { } caseId)
            {
                _desk.Take(caseId, call);
            }
        }
        catch (EngineAwayException e)
        {
            _setting.Tally.Add("call", Outcome.Failed, e.InnerException?.Message ?? e.Message);
        }
    }
}
