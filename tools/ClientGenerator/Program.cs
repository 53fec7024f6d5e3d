using CityOps.Host;
using CityOps.Host.City;
using CityOps.Host.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

// Writes a client of every call, generated from the OpenAPI document of the program as it stands; the program is not started.
// usage: ClientGenerator FILE.cs CITY (the directory of any city)
var options = new CityOpsOptions { DataDirectory = Path.GetTempPath() };
var city = CityDirectory.Load(args[1]).City ?? throw new ArgumentException($"{args[1]} is no city.");
await using var app = Composition.Build(options, city, demo: true, TimeProvider.System, _ => { });
app.UseEndpoints(_ => { });
var made = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
var document = await NSwag.OpenApiDocument.FromJsonAsync(await made.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
var settings = new CSharpClientGeneratorSettings
{
    ClassName = "CityOpsClient",
    ExceptionClass = "CityOpsException",
    OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
    InjectHttpClient = true,
    DisposeHttpClient = false,
    UseBaseUrl = false,
    GenerateOptionalParameters = true,
    CSharpGeneratorSettings =
    {
        Namespace = "CityOps.ApiClient",
        JsonLibrary = CSharpJsonLibrary.SystemTextJson,
        GenerateNullableReferenceTypes = true,
    },
};
var file = new FileInfo(args[0]);
file.Directory?.Create();
await File.WriteAllTextAsync(file.FullName, new CSharpClientGenerator(document, settings).GenerateFile());
