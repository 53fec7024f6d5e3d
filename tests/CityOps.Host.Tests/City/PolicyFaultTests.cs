using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;

namespace CityOps.Host.Tests.City;

/// <summary>Faults of the escalation policy and of the catalog's settings, each on its line.</summary>
public sealed class PolicyFaultTests
{
    private const string Policy = "../policy/escalation.json";
    private const string Catalog = "../catalog/gbt30428-2013.json";

    [Theory]
    [InlineData(1, "{", "{\"colour\":1,", "The field 'colour' is unknown")]
    [InlineData(3, "0.75", "1", "The light cannot turn yellow at 1")]
    [InlineData(3, "0.75", "0", "The light cannot turn yellow at 0")]
    [InlineData(5, "incident/05", "incident/77", "There is no 'incident/77' in the catalog")]
    [InlineData(5, "incident/05", "incident/0599", "There is no 'incident/0599' in the catalog")]
    [InlineData(5, "incident/05", "event", "There is no 'event' in the catalog")]
    [InlineData(5, "\"handle\"", "\"handling\"", "'handling' is no stage")]
    [InlineData(6, "continuousHours", "urgentHours", "'urgentHours' is no clock")]
    [InlineData(6, "\"urgent\"", "\"emergency\"", "is on line 5 already")]
    [InlineData(7, "[\"handle\"]", "[\"handle\"],\"clocks\":[\"naturalDays\"]", "No limit comes to this rule")]
    [InlineData(13, "\"closing\"", "\"ending\"", "The rule has no step")]
    [InlineData(16, "\"rule\":\"emergency\"", "\"rule\":\"emergencies\"", "There is no rule 'emergencies'")]
    [InlineData(17, "\"half-hour\"", "\"half\"", "is on line 16 already")]
    [InlineData(16, "0.5", "0", "The step cannot be taken at 'share' 0")]
    [InlineData(16, "0.5", "-0.5", "The step cannot be taken at 'share' -0.5")]
    [InlineData(16, "0.5", "11", "The step cannot be taken at 'share' 11")]
    [InlineData(17, "30", "0", "The step cannot be taken at 'minutesBefore' 0")]
    [InlineData(16, "\"share\":0.5", "\"share\":0.5,\"minutesAfter\":5", "The step has 2 times")]
    [InlineData(24, "\"share\":0.75", "\"note\":\"x\"", "The step has no time")]
    [InlineData(26, "1.5", "0.9", "The step comes before 'due' of line 25")]
    [InlineData(26, "1.5", "1", "The step comes before 'due' of line 25")]
    [InlineData(26, "\"share\":1.5", "\"minutesBefore\":10", "The step comes before 'due' of line 25")]
    [InlineData(17, "30", "60", "The step lies before the start of a limit: 1 continuousHours for the stage handle of incident/05")]
    [InlineData(18, "\"share\":1", "\"share\":1.2", "The step 'due' is not at the limit")]
    [InlineData(24, "\"role\":\"handler\"", "\"role\":\"boss\"", "'boss' is no role")]
    [InlineData(24, "\"role\":\"handler\"", "\"role\":\"citizen\"", "'citizen' is no role")]
    [InlineData(24, "\"of\":\"department\"", "\"of\":\"office\"", "'office' is no scope")]
    [InlineData(24, "notify", "shout", "'shout' is no action")]
    [InlineData(24, "\"role\":\"handler\"", "\"role\":\"acceptor\"", "'notify acceptor' of the department has no meaning")]
    [InlineData(26, "raise", "urge", "'urge leader' of the above has no meaning")]
    [InlineData(27, "\"of\":\"above\"", "\"of\":\"department\"", "'supervise leader' of the department has no meaning")]
    [InlineData(30, "\"of\":\"centre\"", "\"of\":\"department\"", "A case has no department in the stage file")]
    [InlineData(34, "\"of\":\"centre\"", "\"of\":\"collector\"", "A case has no collector in the stage dispatch")]
    [InlineData(26, "\"actions\":[", "\"actions\":[],\"x\":[", "The step does nothing")]
    [InlineData(28, "\"dispatcher\"", "\"shiftLead\"", "The step does the same twice")]
    [InlineData(24, "\"do\":\"notify\"", "\"do\":7", "The field 'do' is a number")]
    public void A_fault_of_the_policy_is_found_with_its_line(int line, string from, string to, string problem) =>
        Planted.IsFound(Policy, line, from, to, problem);

    [Fact]
    public void A_step_that_is_out_of_order_puts_the_next_one_at_fault() => Planted.IsFound(
        Policy, 24, "\"share\":0.75", "\"minutesAfter\":5", "The step comes before 'near' of line 24", foundOn: 25);

    [Theory]
    [InlineData(4, "4", "6", "The code length is neither 4 nor 5")]
    [InlineData(4, "4", "4.5", "The code length is neither 4 nor 5")]
    [InlineData(4, "4", "\"4\"", "The field 'codeLength' is a text, not a number")]
    [InlineData(4, ",", ",\"codeLength\":4,", "The field 'codeLength' is there twice")]
    [InlineData(5, "0.5", "0", "The limit 0 is not above zero")]
    [InlineData(5, "0.5", "10001", "The limit 10001 is too long")]
    [InlineData(5, "0.5", "1e20", "The limit 100000000000000000000 is too long")]
    [InlineData(5, "\"verify\"", "\"handle\"", "The field 'handle' is unknown")]
    [InlineData(5, "workingHours", "hours", "'hours' is no clock")]
    [InlineData(6, "50", "0", "The radius of 0 m is out of range")]
    [InlineData(6, "24", "1000", "The span of 1000 hours is out of range")]
    [InlineData(8, "component/01", "component/77", "No subclass of this file is of the class 'component/77'")]
    [InlineData(8, "component/01", "component/0101", "No subclass of this file is of the class 'component/0101'")]
    [InlineData(9, "incident/04", "component/01", "is on line 8 already")]
    public void A_fault_of_the_catalogs_settings_is_found_with_its_line(int line, string from, string to, string problem) =>
        Planted.IsFound(Catalog, line, from, to, problem);

    [Fact]
    public void A_code_length_that_comes_after_the_categories_is_a_fault()
    {
        using var city = new SmallCity();
        city.ReplaceLine(Catalog, 4, "");
        var last = city.Lines(Catalog).Length;
        city.ReplaceLine(Catalog, last, ",\"codeLength\":4}");

        var fault = Assert.Single(city.Check().Faults);

        Assert.Equal((Catalog, (int?)last, "'codeLength' comes after the categories"), (fault.File, fault.Line, fault.Problem));
    }

    [Fact]
    public void A_code_of_one_digit_without_a_code_length_is_a_fault_and_ends_no_check()
    {
        using var city = new SmallCity();
        city.ReplaceLine(Catalog, 4, "");
        city.Replace(Catalog, 13, "\"0101\"", "\"1\"");
        city.Replace(Catalog, 146, "component/0101", "component/1");

        var faults = city.Check().Faults.Where(f => f.File == Catalog).ToList();

        Assert.Contains(faults, f => f.Problem == "The field 'codeLength' is missing");
        Assert.Contains(faults, f => f is { Line: 13, Problem: "'1' is no code of this series" });
    }

    [Fact]
    public void A_catalog_without_a_subclass_is_a_fault()
    {
        using var city = new SmallCity();
        File.WriteAllText(city.PathOf(Catalog), "{\"codeLength\":4,\"categories\":[],\"conditions\":[]}");

        Assert.Contains(city.Check().Faults, f => f.File == Catalog && f.Problem == "The catalog has no subclass");
    }

    [Fact]
    public void A_catalog_that_is_broken_is_one_fault_and_not_one_for_each_subclass()
    {
        using var city = new SmallCity();
        var text = File.ReadAllText(city.PathOf(Catalog)).Replace("\n", "", StringComparison.Ordinal);
        File.WriteAllText(city.PathOf(Catalog), text.Replace("\"conditions\":[", "\"conditions\":[,", StringComparison.Ordinal));

        var fault = Assert.Single(city.Check().Faults);

        Assert.StartsWith("The JSON is broken", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_is_named_and_missing_is_a_fault()
    {
        using var city = new SmallCity();
        File.Delete(city.PathOf(Policy));
        AssertMissing(city, Policy, 7);
    }

    [Fact]
    public void A_policy_without_a_name_is_one_fault()
    {
        using var city = new SmallCity();
        city.Replace("city.json", 7, Policy, "");

        var fault = Assert.Single(city.Check().Faults);

        Assert.Equal(("city.json", (int?)7, "The field 'escalation' is empty"), (fault.File, fault.Line, fault.Problem));
    }

    [Fact]
    public void A_city_without_a_policy_is_warned()
    {
        using var city = new SmallCity();
        var line = Array.FindIndex(city.Lines("city.json"), l => l.Contains("escalation", StringComparison.Ordinal)) + 1;
        city.ReplaceLine("city.json", line, "\"escalation\":null");

        var check = city.Check();

        Assert.Contains("no escalation", Assert.Single(check.Warnings).Problem, StringComparison.Ordinal);
        Assert.Same(EscalationPolicy.None, check.City?.Escalation);
    }

    [Fact]
    public void The_policy_is_part_of_the_version()
    {
        using var city = new SmallCity();
        var before = city.Check().City?.Version;
        city.Replace(Policy, 3, "0.75", "0.8");
        var after = city.Check().City;
        Assert.NotEqual(before, after?.Version);
        Assert.Equal(0.8m, after?.Escalation.YellowShare);
    }

    [Fact]
    public void Faults_of_the_policy_do_not_blame_a_catalog_that_is_missing()
    {
        using var city = new SmallCity();
        File.Delete(city.PathOf(Catalog));
        AssertMissing(city, Catalog, 5);
    }

    [Theory]
    [InlineData(5, "\"handle\"", "\"handling\"")]
    [InlineData(5, "incident/05", "incident/77")]
    [InlineData(6, "continuousHours", "urgentHours")]
    [InlineData(7, "\"handling\"", "\"hand ling\"")]
    public void Steps_are_not_blamed_for_their_rule(int line, string from, string to)
    {
        using var city = new SmallCity();
        city.Replace(Policy, line, from, to);
        Assert.All(city.Check().Faults, f => Assert.DoesNotContain("A case has no", f.Problem, StringComparison.Ordinal));
        Assert.Single(city.Check().Faults, f => f.Line == line);
    }

    [Fact]
    public void A_fault_of_a_rule_is_one_fault()
    {
        using var city = new SmallCity();
        city.Replace(Policy, 6, "continuousHours", "urgentHours");
        Assert.Equal(6, Assert.Single(city.Check().Faults).Line);
    }

    /// <summary>What city.json names and is not there is reported where it is named; the generator does not make it.</summary>
    private static void AssertMissing(SmallCity city, string file, int line)
    {
        var fault = Assert.Single(city.Check().Faults);
        Assert.Equal(("city.json", line, $"There is no file '{file}'"), (fault.File, fault.Line, fault.Problem));
        Assert.DoesNotContain("Generator", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_level_says_what_holds_for_a_subclass()
    {
        using var city = new SmallCity();
        var whole = city.Check().City?.Categories ?? throw new InvalidOperationException("The city is at fault.");
        Category Of(CategoryKind kind, string code) => whole[(kind, code)];

        Assert.Equal(StageLimits.Standard, Of(CategoryKind.Component, "0204").Limits);
        Assert.Equal(new TimeLimit(0.25m, LimitClock.ContinuousHours), Of(CategoryKind.Incident, "0501").Limits.Dispatch);
        Assert.Equal(new TimeLimit(0.25m, LimitClock.ContinuousHours), Of(CategoryKind.Incident, "10001").Limits.Dispatch);
        Assert.Equal(SimilarCases.Standard, Of(CategoryKind.Component, "0204").Similar);
        Assert.Equal(20, Of(CategoryKind.Component, "0101").Similar.Radius.Metres);
        Assert.Equal(4, Of(CategoryKind.Incident, "0401").Similar.Within.TotalHours);
        Assert.Equal(300, Of(CategoryKind.Incident, "0126").Similar.Radius.Metres);
    }

    [Fact]
    public void A_subclass_may_have_one_stage_limit_of_its_own_and_the_rest_from_above()
    {
        using var city = new SmallCity();
        city.Replace(
            Catalog, 13, "\"public\":true", "\"public\":true,\"stageLimits\":{\"close\":{\"limit\":2,\"clock\":\"naturalDays\"}}");

        var limits = city.Check().City?.Categories[(CategoryKind.Component, "0101")].Limits;

        Assert.Equal(StageLimits.Standard with { Close = new TimeLimit(2, LimitClock.NaturalDays) }, limits);
    }

    [Fact]
    public void The_policy_of_the_demo_city_is_as_the_design_has_it()
    {
        using var city = new SmallCity();
        var policy = city.Check().City?.Escalation ?? throw new InvalidOperationException("The city is at fault.");

        var steps = policy.StepsFor(ClockStage.Handle, CategoryKind.Incident, "0113", LimitClock.WorkingDays).ToList();

        Assert.Equal(0.75m, policy.YellowShare);
        Assert.Equal([0.75m, 1, 1.5m, 2], steps.Select(s => Assert.IsType<AtShare>(s.When).Share));
        Assert.Equal(
            [EscalationKind.Notify, EscalationKind.Urge, EscalationKind.Raise, EscalationKind.Supervise],
            steps.Select(s => s.Actions[0].Kind));
        var emergency = policy.StepsFor(ClockStage.Handle, CategoryKind.Incident, "0501", LimitClock.WorkingDays).ToList();
        Assert.Contains(emergency, s => s.When is AtOffset { FromDue.TotalMinutes: -30 });
        Assert.Equal(
            emergency.Select(s => s.Id),
            policy.StepsFor(ClockStage.Handle, CategoryKind.Component, "0101", LimitClock.ContinuousHours).Select(s => s.Id));
    }
}
