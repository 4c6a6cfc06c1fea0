using System.Text.Json;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Catalogue;

/// <summary>A shop makes and changes its products by its API key, by the use cases of its desk.</summary>
public static class ProductsEndpoints
{
    internal static readonly Problem VariantChoice = new("variant-choice", 422, "Name one value of each option, in the shop's language.");
    internal static readonly Problem VariantTwice = new("variant-twice", 422, "Another variant has the same choice.");

    private static readonly ApiParameter Id = ApiParameter.Path("id", "The product.", ParameterKind.Id);

    private static readonly Problem[] OfContent =
    [
        FieldProblems.Missing, FieldProblems.TooLong, FieldProblems.NotText, FieldProblems.OutOfRange, FieldProblems.NotOffered, CatalogueProblems.NoCategory, CatalogueProblems.NotALeaf,
        CatalogueProblems.NoAttribute, CatalogueProblems.AttributeNumber, CatalogueProblems.AttributeYesNo, CatalogueProblems.TooManyOptions, CatalogueProblems.OptionValues,
        CatalogueProblems.TooManyVariants, VariantChoice, VariantTwice, CatalogueProblems.SkuTaken, CatalogueProblems.Measure, CatalogueProblems.Steps,
        CatalogueProblems.PreparationTime, CatalogueProblems.NotAReduction, CatalogueProblems.NothingBefore, ApiProblems.OtherCurrency, ValueProblems.GtinDigits, ValueProblems.GtinLength, ValueProblems.GtinCheckDigit,
    ];

    private static readonly Problem[] OfWrites = [ApiProblems.KeyWrong, StorageProblems.KeyReused, StorageProblems.Busy];

    /// <summary>Maps the operations into the shop's group.</summary>
    public static void MapProductSheets(this IEndpointRouteBuilder shop)
    {
        shop.MapPost("products", Create).RequirePermission(Permission.ManageProducts)
            .Operation<ProductSheet>("createProduct", "Makes a draft, once for each `Idempotency-Key`.", "It is shown to shoppers when its state becomes `published`.", StatusCodes.Status201Created)
            .Takes(ApiParameter.IdempotencyKey).Refuses([.. OfContent, ApiProblems.KeyMissing, .. OfWrites]);
        shop.MapGet("products/{id:guid}", Show).RequirePermission(Permission.ViewShop).Operation<ProductSheet>("getShopProduct", "Shows a product with all that the shop keeps of it; its ETag is its version.")
            .Takes(Id).Refuses(CatalogueProblems.NoProduct);
        shop.MapPut("products/{id:guid}", Change).RequirePermission(Permission.ManageProducts)
            .Operation<ProductSheet>("changeProduct", "Replaces what the shop keeps of a product.", "Variants that the options still make keep their ids; what is no longer made is kept for past orders alone. Published, it must stay complete.")
            .Takes(Id, CatalogueEndpoints.IfMatch, ApiParameter.OwnIdempotencyKey)
            .Refuses([CatalogueProblems.NoProduct, .. OfContent, CatalogueProblems.NameMissing, CatalogueProblems.PriceMissing, ApiProblems.NotMatching, .. OfWrites]);
        shop.MapPut("products/{id:guid}/state", Become).RequirePermission(Permission.ManageProducts)
            .Operation<ProductSheet>("setProductState", "Puts a product on sale (`published`), takes it off (`draft`), or puts it away (`archived`).", "Well when it is in that state already.")
            .Takes(Id, CatalogueEndpoints.IfMatch, ApiParameter.OwnIdempotencyKey)
            .Refuses([CatalogueProblems.NoProduct, CatalogueProblems.NameMissing, CatalogueProblems.PriceMissing, ApiProblems.NotMatching, .. OfWrites]);
    }

    private static IResult Show(HttpContext context, MallDatabase database, CurrentSettings settings, Guid id) =>
        database.Read(sql => ProductSheets.Read(sql, context.Seat().ShopId, id, settings.Value.Currency)) is { } sheet
            ? ApiEndpoints.Tagged(context, JsonSerializer.SerializeToUtf8Bytes(sheet, Wire.Json), CatalogueEndpoints.Tag(sheet.Product.Version))
            : ApiEndpoints.Refuse(CatalogueProblems.NoProduct);

    private static async Task<IResult> Create(HttpContext context, AnswerOnce once, EditProduct edit, CurrentSettings settings, Sent<ProductContent> sent)
    {
        var made = await Write(context, once, settings.Value, sent.Value, (s, shop) =>
        {
            var own = s.Sql.Scalar<string>("SELECT language FROM shops WHERE id = $1", shop)!;
            var input = new ProductWire(sent.Value, own, settings.Value.Languages, settings.Value.Currency).Input(s.Sql);
            return input.Ok ? edit.Create(s, shop, input.Value, own, context.SignedIn().PersonId) : input.Problem!;
        }).ConfigureAwait(false);
        if (made.Ok)
        {
            context.Response.Headers.Location = $"/api/v1/shop/products/{made.Value.Product.Id}";
        }

        return Fresh(context, made, StatusCodes.Status201Created);
    }

    private static async Task<IResult> Change(HttpContext context, AnswerOnce once, EditProduct edit, CurrentSettings settings, Guid id, Sent<ProductContent> sent)
    {
        var expected = CatalogueEndpoints.Expected(context.Request);
        return Fresh(context, await Write(context, once, settings.Value, sent.Value, (s, shop) =>
        {
            if (s.Db.Find<Product>(shop, id) is not { } product)
            {
                return CatalogueProblems.NoProduct;
            }

            var input = new ProductWire(sent.Value, product.Language, settings.Value.Languages, settings.Value.Currency).Input(s.Sql);
            return expected is { Known: false } ? ApiProblems.NotMatching
                : input.Ok ? edit.Change(s, shop, id, input.Value, expected?.Version, context.SignedIn().PersonId).Then(_ => id)
                : input.Problem!;
        }).ConfigureAwait(false));
    }

    private static async Task<IResult> Become(HttpContext context, AnswerOnce once, CurrentSettings settings, Guid id, Sent<ProductStateRequest> sent)
    {
        var expected = CatalogueEndpoints.Expected(context.Request);
        if (!Wire.TryWord<ProductState>(sent.Value.State, out var state))
        {
            return ApiEndpoints.Refuse(ApiProblems.NoWord<ProductState>("state"));
        }

        return Fresh(context, await Write(context, once, settings.Value, sent.Value, (s, shop) =>
        {
            if (expected is { Known: false } && s.Db.Find<Product>(shop, id) is not null)
            {
                return ApiProblems.NotMatching;
            }

            var done = ProductLife.Become(s, shop, id, state, context.SignedIn().PersonId, expected?.Version);
            return done.Ok || done.Problem == CatalogueProblems.NoSuchState ? id : done.Problem!;
        }).ConfigureAwait(false));
    }

    private static async Task<Result<ProductSheet>> Write(HttpContext context, AnswerOnce once, MallSettings settings, object body, Func<WriteSession, Guid, Result<Guid>> work)
    {
        var shop = context.Seat().ShopId;
        var key = context.Once($"shop:{shop:N}", body);
        return key.Ok
            ? await once.Write(key.Value, s => work(s, shop), (sql, id) => ProductSheets.Read(sql, shop, id, settings.Currency)!, Lane.Office, EditProduct.Lock(shop)).ConfigureAwait(false)
            : key.Problem!;
    }

    private static IResult Fresh(HttpContext context, Result<ProductSheet> sheet, int status = StatusCodes.Status200OK)
    {
        if (!sheet.Ok)
        {
            return ApiEndpoints.Refuse(sheet.Problem == StorageProblems.Stale ? ApiProblems.NotMatching : ProductWire.OnMember(sheet.Problem!));
        }

        context.Response.Headers.ETag = CatalogueEndpoints.Tag(sheet.Value.Product.Version);
        return ApiEndpoints.Answer(sheet, status);
    }
}
