using Halles.Kernel;
using Halles.Kernel.Storage;
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
        .AddSingleton<ProductShelf>()
        .AddSingleton<ReadProduct>()
        .AddSingleton<IOpeningCheck, HasPublishedProduct>();
}

/// <summary>A shop opens with at least one product on sale.</summary>
internal sealed class HasPublishedProduct : IOpeningCheck
{
    public Problem? Missing(SqlSession sql, Guid shop) =>
        sql.Scalar<long>("SELECT count(*) FROM products WHERE shop_id = $1 AND state = 'Published'", shop) > 0 ? null : CatalogueProblems.NothingPublished;
}
