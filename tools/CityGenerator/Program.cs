using System.CommandLine;
using System.Diagnostics;
using CityOps.CityGenerator;

var defaults = new CityPlan
{
    Out = "config/city/demo", Catalog = "config/catalog", Calendars = "config/calendar",
    Escalation = "config/policy/escalation.json",
};
var directory = new Option<string>("--out")
    { Description = "The directory to write, as config/city/demo; a city in it is replaced.", Required = true };
var catalog = new Option<string>("--catalog")
    { Description = "The directory with the catalog files.", DefaultValueFactory = _ => defaults.Catalog };
var calendars = new Option<string>("--calendars")
    { Description = "The directory with the calendars.", DefaultValueFactory = _ => defaults.Calendars };
var escalation = new Option<string>("--escalation")
    { Description = "The file of the escalation policy.", DefaultValueFactory = _ => defaults.Escalation };
var seed = Number("--seed", "Where chance begins: the same seed gives the same bytes.", defaults.Seed);
var unitGrids = Number("--unit-grids", "How many unit grids; the area grows with them.", defaults.UnitGrids);
var patrolGrids = Number("--patrol-grids", "How many patrol grids (default: one for 32 unit grids).", null);
var districts = Number("--districts", "How many districts (default: 7, more for a very large city).", null);
var collectors = Number("--collectors", "How many collectors (default: two for each patrol grid).", null);
var vehicles = Number("--vehicles", "How many vehicles.", defaults.Vehicles);
var cameras = Number("--cameras", "How many cameras.", defaults.Cameras);
var components = Number("--components", "How many components.", defaults.Components);

var command = new RootCommand("Makes a city for CityOps: the same plan gives the same files.")
{
    directory, catalog, calendars, escalation, seed, unitGrids, patrolGrids, districts, collectors, vehicles, cameras, components,
};
command.SetAction(parsed =>
{
    // The demo has Nanchang's 117 patrol grids; other sizes keep their proportion.
    var grids = parsed.GetRequiredValue(unitGrids) ?? defaults.UnitGrids;
    var beats = parsed.GetValue(patrolGrids) ?? Math.Max(1, (int)(grids * 117L / 3_780));
    return Make(new CityPlan
    {
        Out = parsed.GetRequiredValue(directory),
        Catalog = parsed.GetRequiredValue(catalog),
        Calendars = parsed.GetRequiredValue(calendars),
        Escalation = parsed.GetRequiredValue(escalation),
        Seed = parsed.GetValue(seed) ?? defaults.Seed,
        UnitGrids = grids,
        PatrolGrids = beats,
        Districts = parsed.GetValue(districts) ?? Math.Clamp(beats / 1_800, Math.Min(7, beats), 97),
        Collectors = parsed.GetValue(collectors) ?? beats * 2,
        Vehicles = parsed.GetValue(vehicles) ?? defaults.Vehicles,
        Cameras = parsed.GetValue(cameras) ?? defaults.Cameras,
        Components = parsed.GetValue(components) ?? defaults.Components,
    });
});
return command.Parse(args).Invoke();

static Option<int?> Number(string name, string description, int? value) =>
    new(name) { Description = description, DefaultValueFactory = _ => value };

static int Make(CityPlan plan)
{
    if (plan.Fault() is { } fault)
    {
        return Fail(fault);
    }

    if (Directory.Exists(plan.Out) && Directory.EnumerateFileSystemEntries(plan.Out).Any()
        && !File.Exists(Path.Combine(plan.Out, "city.json")))
    {
        return Fail($"{plan.Out} is not empty and no city. Name another directory with --out.");
    }

    var watch = Stopwatch.StartNew();
    try
    {
        GeneratedCity.Write(plan, new StepPrinter(watch));
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException
        or System.Text.Json.JsonException)
    {
        return Fail(e.Message);
    }

    Console.WriteLine($"{plan.Out}: {plan.UnitGrids:N0} unit grids, {plan.PatrolGrids:N0} patrol grids, "
        + $"{plan.Districts} districts, {plan.Components:N0} components, in {watch.Elapsed.TotalSeconds:F1} s");
    return 0;
}

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 1;
}

/// <summary>Prints each step with the time since the start, in the order of the work.</summary>
internal sealed class StepPrinter(Stopwatch watch) : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds,6:F1} s  {value}");
}
