using CityOps.Engine.Ports;

namespace CityOps.Http.Webhooks;

/// <summary>Puts webhooks into the HTTP interface.</summary>
internal static class WebhookHosting
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, WebhookOptions options) => services
        .AddSingleton(options)
        .AddSingleton<TargetGuard>()
        .AddSingleton<WebhookReader>()
        .AddSingleton<WebhookDesk>()
        .AddSingleton<IWebhookTarget, WebhookTarget>();
}
