using CityOps.Storage.Lists.Cases;

namespace CityOps.Storage.Tests.Lists;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("井盖破损", "井盖 盖破 破损 损")]
    [InlineData("Loose COVER, 3rd", "loose cover 3rd")]
    [InlineData("12号楼", "12 号楼 楼")]
    [InlineData("１２号ＡＢ", "12 号 ab")]
    [InlineData("𠀋𠀌", "𠀋𠀌 𠀌")]
    [InlineData("a\ud800b", "a b")]
    [InlineData("，。 %", "")]
    [InlineData(null, "")]
    public void Text_is_cut_into_letters_and_pairs_of_ideographs(string? text, string words) => 
        Assert.Equal(words, string.Join(' ', SearchWords.Of(text)));

    [Theory]
    [InlineData("井盖", "\"井盖\"")]
    [InlineData("井", "\"井\" *")]
    [InlineData("12号", "\"12 号\" *")]
    [InlineData("井盖a", "\"井盖 盖 a\" *")]
    [InlineData("cov 3rd", "\"cov\" * AND \"3rd\" *")]
    [InlineData("hotline-17", "\"hotline\" * AND \"17\" *")]
    [InlineData("\"x\" OR *", "\"x\" * AND \"or\" *")]
    [InlineData("%", "")]
    public void What_is_asked_is_cut_the_same_way(string asked, string query) =>
        Assert.Equal(query, SqliteCases.Match(asked));

    [Theory]
    [InlineData("井盖", "", "('井盖')")]
    [InlineData("12号", "A", "('12':A <-> '号':*A)")]
    [InlineData("cov 3rd", "", "('cov':*) & ('3rd':*)")]
    public void PostgreSQL_is_asked_the_same(string asked, string weights, string query) =>
        Assert.Equal(query, PostgresCases.Match(asked, weights));
}
