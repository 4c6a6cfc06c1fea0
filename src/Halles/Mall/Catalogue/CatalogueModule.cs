using Halles.Mall.Media;
using Halles.Mall.Shops;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Mall.Catalogue;

/// <summary>Registers the catalogue.</summary>
public static class CatalogueModule
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) => services
        .AddSingleton<EditTaxonomy>()
        .AddSingleton<ReadTaxonomy>()
        .AddSingleton<EditProduct>()
        .AddSingleton<ProductLife>()
        .AddSingleton<ReadProducts>()
        .AddSingleton<ProductPhotos>()
        .AddSingleton<IRemovedMedia, RemovedPhotos>()
        .AddSingleton<ProductShelf>()
        .AddSingleton<ReadProduct>()
        .AddSingleton<TranslateProduct>()
        .AddSingleton<TranslationsLeft>()
        .AddSingleton<ReadArticle>()
        .AddSingleton<IOpeningCheck, HasProductsToShow>();
}
