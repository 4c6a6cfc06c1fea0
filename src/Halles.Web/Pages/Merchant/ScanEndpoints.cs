using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Media;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Mall.Tax;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Merchant;

/// <summary>Fills a shop by bar codes: scan, say price and quantity, and on to the next.</summary>
public static class ScanEndpoints
{
    private const long MostBytes = 12L * Photos.MostBytes + (1 << 20);

    public static void MapScan(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/products").GuardForms();
        desk.MapGet("scan", Look).RequirePermission(Permission.ManageProducts);
        desk.MapPost("scan", Add).RequirePermission(Permission.ManageProducts).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
    }

    private static IResult Look(
        HttpContext context, PageContext page, MallDatabase database, ReadArticle articles, ReadProduct read, TaxRates rates, ReadShop shops,
        string? code, string? place, Guid? category, string? tax, Guid? added, int? count)
    {
        var (desk, own) = (Desk.Of(context), shops.Find(Desk.Of(context).ShopId)!.Language);
        var typed = new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code?.Trim(), ["place"] = place, ["category"] = category?.ToString(), ["tax"] = tax ?? "standard", ["publish"] = "on", ["count"] = $"{Math.Clamp(count ?? 0, 0, 9_999)}" };
        if (code is null)
        {
            return Show(desk, page, database, articles, read, rates, own, Typed.Of(typed), [], added);
        }

        if (!Gtin.TryParse(code, out var gtin, out var wrong))
        {
            return Show(desk, page, database, articles, read, rates, own, Typed.Of(typed), [wrong!.On("code")], null);
        }

        if (articles.Find(desk.ShopId, gtin, own) is { } known)
        {
            (typed["name"], typed["category"], typed["tax"]) = (known.Input.Name[own], known.Input.CategoryId.ToString(), known.Input.TaxCategory);
        }

        return Show(desk, page, database, articles, read, rates, own, Typed.Of(typed), [], null);
    }

    private static async Task<IResult> Add(
        HttpContext context, PageContext page, MallDatabase database, ReadArticle articles, ReadProduct read, TaxRates rates, ReadShop shops, AddByBarCode add, ProductPhotos photos)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var own = shops.Find(desk.ShopId)!.Language;
        if (!Gtin.TryParse(form.Raw("code"), out var gtin, out var wrong))
        {
            form.Add("code", wrong!);
        }

        var stores = ReadStores.Of(database, desk.ShopId);
        var store = stores.Find(s => s.Slug == form.Raw("place")) ?? (stores.Count == 1 ? stores[0] : null);
        var publish = form.Checked("publish");
        var article = new ArticleInHand(
            gtin, form.Text("name", 200), form.Id("category"), form.Raw("tax"), form.Amount("price", page.Currency, required: publish) ?? 0, store?.Id,
            form.Whole("quantity", 0, AdjustStock.Most, otherwise: 0), publish);
        var made = form.Ok ? await add.Run(desk.ShopId, article, own, page.Currency, desk.PersonId) : form.Problems[0];
        if (!made.Ok)
        {
            return Show(desk, page, database, articles, read, rates, own, Typed.Of(form), Problems(form, made.Problem!, own), null);
        }

        if (await ProductEndpoints.AddPhotos(desk, made.Value, form, photos) is { } refused)
        {
            // The product is there; what is wrong with its photo is told beside that.
            return Show(desk, page, database, articles, read, rates, own, Typed.Nothing, [.. refused.Single.Select(p => p with { Field = null })], made.Value);
        }

        return Render.SeeOther(Links.With(page.Links.DeskPage(desk.Slug, "products/scan"), [
            new("added", made.Value.ToString()), new("place", stores.Count > 1 ? store?.Slug : null), new("category", form.Raw("category")), new("tax", form.Raw("tax")),
            new("count", (form.Whole("count", 0, 9_999, otherwise: 0) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))]));
    }

    // The use case speaks of a product's form; this one has a field for each of what it asks.
    private static List<Problem> Problems(FormReader form, Problem problem, string own) =>
        [.. form.ProblemsOr(problem).Select(p => p.Field == "name." + own ? p.On("name") : p.Field is "variants" or "variants.0.price" ? p.On("price") : p)];

    private static IResult Show(
        Desk desk, PageContext page, MallDatabase database, ReadArticle articles, ReadProduct read, TaxRates rates, string own, Typed typed, IReadOnlyList<Problem> problems, Guid? added)
    {
        var readable = Gtin.TryParse(typed["code"], out var gtin, out _);
        return Render.Page<ScanPage>(
            new
            {
                Desk = desk,
                V = typed,
                Gtin = readable ? gtin : (Gtin?)null,
                Own = readable ? articles.Own(desk.ShopId, gtin) : null,
                Known = readable ? articles.Find(desk.ShopId, gtin, own) : null,
                Stores = ReadStores.Of(database, desk.ShopId),
                Leaves = read.Leaves(page.Language),
                Taxes = TaxCategories.OfProducts.Select(t => (Category: t, Rate: rates.Of(Country.Parse(page.Mall.Country), "", t, page.Format.Zone.DateAt(page.Now)))).ToList(),
                Added = added is { } id ? read.Find(desk.ShopId, id) : null,
                Problems = problems,
            },
            problems.Count > 0 ? problems[0].Status : 200);
    }
}
