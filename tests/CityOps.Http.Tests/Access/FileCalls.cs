using System.Net.Http.Headers;
using System.Text;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Access;

/// <summary>The calls about files, whose bodies are no JSON.</summary>
internal static class FileCalls
{
    /// <summary>A photo that the citizen 'li' has uploaded and the case names.</summary>
    public static string Named(CityServer server, string @case)
    {
        var hash = server.Files.Add(Encoding.ASCII.GetBytes(@case), "citizens/li");
        server.Files.Uses[hash] = [@case];
        return hash.Hex;
    }

    /// <summary>Sends what the call of the method needs.</summary>
    public static Task<Reply> SendAsync(CityServer server, HttpMethod method, string path, string acting)
    {
        var content = method == HttpMethod.Put || method == HttpMethod.Patch ? new ByteArrayContent(Encoding.ASCII.GetBytes(acting)) : null;
        if (content is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        }

        var hash = Fakes.MemoryFiles.HashOf(Encoding.ASCII.GetBytes(acting)).Hex;
        var target = method == HttpMethod.Put ? $"/files/{hash}" : path;
        return server.SendAsync(
            method, $"/api/v1{target}", content, ("X-CityOps-Acting", acting), ("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"),
            ("Upload-Length", "7"), ("Upload-Metadata", $"sha256 {Convert.ToBase64String(Encoding.ASCII.GetBytes(hash))}"));
    }
}
