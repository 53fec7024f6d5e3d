using CityOps.Host.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Host.Tests.Cluster;

public sealed class ClusterCommandTests
{
    [Theory]
    [InlineData(200, """{"version":"11.2"}""")]
    [InlineData(200, "[]")]
    [InlineData(404, """{"message":"Not found"}""")]
    public async Task Who_is_no_node_is_named_in_a_line(int status, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var other = builder.Build();
        other.MapGet("/api/v1/cluster", () => Results.Text(body, "application/json", statusCode: status));
        await other.StartAsync();
        var url = other.Urls.Single();

        var (code, errors) = await StatusAsync(url, null);

        Assert.Equal(1, code);
        Assert.Equal($"{url} answers, but not as a node does. Name a node that runs with --url.", errors);
    }

    [Fact]
    public async Task A_file_that_holds_more_than_a_key_is_named()
    {
        var file = new FileInfo(Path.GetTempFileName());
        try
        {
            await File.WriteAllTextAsync(file.FullName, "a key\nand what it is for\n");

            var (code, errors) = await StatusAsync("http://127.0.0.1:1", file);

            Assert.Equal(2, code);
            Assert.StartsWith($"--key-file {file} holds more than a line", errors, StringComparison.Ordinal);
        }
        finally
        {
            file.Delete();
        }
    }

    private static async Task<(int Code, string Errors)> StatusAsync(string url, FileInfo? key)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await ClusterCommand.StatusAsync(url, key, output, errors, CancellationToken.None);
        Assert.Empty(output.ToString());
        return (code, errors.ToString().Trim());
    }
}
