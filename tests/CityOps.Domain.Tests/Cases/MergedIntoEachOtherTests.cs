using CityOps.Domain.Cases;
using CityOps.Domain.Deadlines;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>Two cases, each of which was merged into the other while both looked open.</summary>
public sealed class MergedIntoEachOtherTests
{
    private static readonly CaseId Lesser = CaseId.Parse("C20260301aaaaaaaaaa");
    private static readonly CaseId Greater = CaseId.Parse("C20260303aaaaaaaaaa");

    [Fact]
    public void The_one_with_the_lesser_id_is_taken_up_again()
    {
        Assert.Equal(Lesser, News(Lesser).ThenOne<DuplicateDeclined>().Duplicate);
        Assert.Equal(Greater, News(Greater).ThenOne<DuplicateCounted>().Duplicate);
    }

    [Fact]
    public void It_does_not_wait_for_the_other_which_may_have_counted_it_before_it_was_merged_itself()
    {
        var told = News(Greater);

        var undone = told.ThenOne<MergeUndone>();
        Assert.Equal((Greater, Stage.Filed), (undone.Into, undone.Stage));
        var goesOn = told.ThenSomething();
        var filed = Assert.IsType<Filed>(goesOn.State);
        Assert.Equal(1, filed.File.Counts.Duplicates);
        Assert.True(filed.File.ClockOf(ClockStage.Dispatch)?.IsRunning);
        goesOn.When(new NoteMergeDeclined(Id, By(Asker, "no"), Greater)).Then();
        goesOn.When(new NoteDuplicate(Id, By(Asker, "dup"), Greater)).Then();
    }

    private static Scenario<Case, CaseCommand, CaseEvent>.Outcome News(CaseId other) => In(Stage.Filed)
        .Done(new MergeCase(Id, By(Asker, "merge"), other, null) { TargetIsOpen = true })
        .When(new NoteDuplicate(Id, By(Asker, "dup"), other));
}
