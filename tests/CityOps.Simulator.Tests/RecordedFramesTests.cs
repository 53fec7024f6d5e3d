using CityOps.Simulator.Replay;

namespace CityOps.Simulator.Tests;

public sealed class RecordedFramesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"frames\":[]}")]
    [InlineData("{\"frames\":[1]}")]
    [InlineData("{\"frames\":[{\"hex\":\"7E7E\"}]}")]
    [InlineData("{\"frames\":[{\"hex\":\"7E7\",\"decoded\":{\"id\":\"0200\",\"phone\":\"013700000002\"}}]}")]
    [InlineData("{\"frames\":[{\"hex\":\"7E7E\",\"decoded\":{\"id\":\"FFFFFFFFFF\",\"phone\":\"013700000002\"}}]}")]
    public void A_file_that_holds_no_frames_names_itself(string text)
    {
        File.WriteAllText(_file, text);
        var fault = Assert.Throws<InputException>(() => RecordedFrames.Read(_file));
        Assert.StartsWith($"--jt808 {_file}: ", fault.Message, StringComparison.Ordinal);
    }
}
