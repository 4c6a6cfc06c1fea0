using Halles.Kernel.Api;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Checkout;
using Halles.Mall.Orders;
using Halles.Mall.Stock;
using Halles.Mall.Storefront;

namespace Halles.Web.Hosting;

/// <summary>The public JSON API: every module's operations under one address, with what they share.</summary>
public static class Api
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1";

    /// <summary>Registers what describes the API.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o => Wire.Strict(o.SerializerOptions));
        return services.AddApiDocument();
    }

    /// <summary>Maps all operations.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Path);
        var limits = app.ServiceProvider.GetRequiredService<RateLimiting>();
        api.AddEndpointFilter((context, next) =>
        {
            limits.Tell(context.HttpContext);
            return next(context);
        });
        api.AddEndpointFilter(OperationEndpoints.RefuseUnknown);
        api.AddEndpointFilter(Sent.RefuseWrong);
        api.MapGroup("").WithTags("Looking around").MapStorefront();
        var buying = api.MapGroup("").WithTags("Buying");
        buying.MapBaskets();
        buying.MapCheckout();
        buying.MapPurchases();
        var shop = api.MapGroup("shop").WithTags("Selling").Counts(Traffic.Selling);
        shop.MapShopOrders();
        shop.MapShopProducts();
        shop.MapShopStock();
        api.MapDocument();
    }
}
