using CityOps.Host.Tests.City;

namespace CityOps.Host.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public void The_page_of_the_workflow_is_what_the_rules_say() => Assert.Equal(
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "case-lifecycle.md")).ReplaceLineEndings(),
        LifecycleCommand.Page().ReplaceLineEndings());
}
