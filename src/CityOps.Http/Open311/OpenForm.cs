using Microsoft.Extensions.Primitives;

namespace CityOps.Http.Open311;

/// <summary>The fields of a call, which stand in its query or in its form.</summary>
internal static class OpenForm
{
    /// <summary>The form; an empty one where the body is none.</summary>
    /// <exception cref="BadHttpRequestException">The body says that it is a form, and cannot be read as one.</exception>
    public static async ValueTask<IFormCollection> FormAsync(this HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return FormCollection.Empty;
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException($"The form cannot be read: {fault.Message}", StatusCodes.Status400BadRequest, fault);
        }
    }

    /// <summary>The values of a field.</summary>
    public static async ValueTask<StringValues> FieldAsync(this HttpRequest request, string name) =>
        StringValues.Concat(request.Query[name], (await request.FormAsync())[name]);
}
