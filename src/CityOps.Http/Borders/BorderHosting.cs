using System.IO.Compression;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;

namespace CityOps.Http.Borders;

/// <summary>What stands before every call: headers, compression, origins, problems, callers.</summary>
internal static class BorderHosting
{
    public static IServiceCollection AddCityBorder(this IServiceCollection services, CityHttpOptions options) => services
        .AddResponseCompression(compression =>
        {
            // No answer holds a secret beside what a caller sends, so that its length tells nothing.
            compression.EnableForHttps = true;
            compression.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "application/problem+json", "application/geo+json", "application/gpx+xml", "text/csv",
            ];
        })
        .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest)
        .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest)
        .AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. options.Origins])
            .AllowAnyMethod()
            .WithHeaders(Callers.KeyHeader, "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID",
                "Range", DemoCallers.ActingHeader, Header.TusResumable, Header.UploadLength, Header.UploadMetadata, Header.UploadOffset,
                "X-HTTP-Method-Override")
            .WithExposedHeaders(
                "ETag", "Location", "Retry-After", "Content-Range", Header.TusResumable, Header.UploadLength, Header.UploadOffset, "Upload-Expires")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))))
        .AddSingleton<IStartupFilter>(new Border(options));

    /// <summary>Stands before everything else, routing too, so that no error leaves by another way.</summary>
    private sealed class Border(CityHttpOptions options) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseMiddleware<SafeHeaders>();
            app.UseResponseCompression();
            app.UseMiddleware<ProblemMiddleware>();
            if (options.Origins.Count > 0)
            {
                app.UseCors();
            }

            app.UseMiddleware<CallerMiddleware>();
            app.UseMiddleware<HeadAsGet>();

            // Where only GET and POST pass, a client of tus says so what it means (tus 1.0.0, X-HTTP-Method-Override).
            app.UseWhen(
                context => context.Request.Path.StartsWithSegments("/api/v1/files/uploads"), uploads => uploads.UseHttpMethodOverride());
            next(app);
        };
    }
}
