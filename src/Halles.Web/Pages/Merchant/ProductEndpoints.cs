using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Media;
using Halles.Mall.Shops;
using Halles.Mall.Tax;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's products: the list, the form, and what becomes of one.</summary>
public static class ProductEndpoints
{
    // Twelve photos from a phone, a little more for the words beside them.
    private const long MostBytes = 12L * Photos.MostBytes + (1 << 20);

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}/products").GuardForms();
        desk.MapGet("", List).RequirePermission(Permission.ViewShop);
        desk.MapGet("new", New).RequirePermission(Permission.ManageProducts);
        desk.MapPost("new", Create).RequirePermission(Permission.ManageProducts).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
        desk.MapGet("{id:guid}", Edit).RequirePermission(Permission.ManageProducts);
        desk.MapPost("{id:guid}", Change).RequirePermission(Permission.ManageProducts).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes });
        desk.MapPost("{id:guid}/state", Become).RequirePermission(Permission.ManageProducts);
        desk.MapPost("{id:guid}/copy", Copy).RequirePermission(Permission.ManageProducts);
        routes.MapPromotions();
    }

    private static IResult List(HttpContext context, PageContext page, ProductShelf products, ReadProduct read, Photos photos, string? view, string? q, Guid? category, [FromQuery(Name = "page")] int? number)
    {
        var desk = Desk.Of(context);
        var shown = ViewOf(view);
        var at = Math.Clamp(number ?? 1, 1, 10_000);
        return Render.Page<ProductsPage>(new
        {
            Desk = desk,
            Found = products.Find(desk.ShopId, shown, Cut(q), category, page.Mall.Languages, at),
            View = shown,
            Search = Cut(q),
            Category = category,
            Leaves = read.Leaves(page.Language),
            PageNumber = at,
            photos.Missing,
        });
    }

    private static IResult New(HttpContext context, PageContext page, ReadProduct read, TaxRates rates) =>
        Form(Desk.Of(context), page, read, rates, null, Typed.Of(new Dictionary<string, string?>(StringComparer.Ordinal) { ["policy"] = nameof(StockPolicy.Counted), ["tax"] = "standard" }), []);

    private static IResult Edit(HttpContext context, PageContext page, ReadProduct read, TaxRates rates, Guid id, string? done)
    {
        var desk = Desk.Of(context);
        return read.Find(desk.ShopId, id) is { } found
            ? Form(desk, page, read, rates, found, Typed.Of(ProductForm.Kept(found, page, read.Attributes())), [], done)
            : Answers.Page(CatalogueProblems.NoProduct);
    }

    private static async Task<IResult> Create(HttpContext context, PageContext page, ReadProduct read, TaxRates rates, EditProduct edit, ProductPhotos photos, ReadShop shops)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var own = shops.Find(desk.ShopId)!.Language;
        var input = ProductForm.Read(form, page, read.Attributes());
        var made = form.Ok ? await edit.Create(desk.ShopId, input, own, desk.PersonId, form.Raw("key") is { Length: > 0 and <= IdempotencyKey.MostLength } key ? key : null) : form.Problems[0];
        if (made.Problem?.Code == StorageProblems.KeyReused.Code)
        {
            made = await edit.Create(desk.ShopId, input, own, desk.PersonId); // the browser went back, and it is about another product now
        }

        if (made.Ok && await AddPhotos(desk, made.Value, form, photos) is { } refused)
        {
            // The product is there; its page says what is wrong with the photos.
            return Form(desk, page, read, rates, read.Find(desk.ShopId, made.Value), Typed.Of(ProductForm.Kept(read.Find(desk.ShopId, made.Value)!, page, read.Attributes())), [refused]);
        }

        return made.Ok
            ? Render.SeeOther(page.Links.DeskPage(desk.Slug, $"products/{made.Value}") + "?done=kept")
            : Form(desk, page, read, rates, null, Typed.Of(form), Problems(form, made.Problem, own));
    }

    private static async Task<IResult> Change(HttpContext context, PageContext page, ReadProduct read, TaxRates rates, EditProduct edit, ProductPhotos photos, ProductLife life, Guid id)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (read.Find(desk.ShopId, id) is not { } found)
        {
            return Answers.Page(CatalogueProblems.NoProduct);
        }

        var own = found.Product.Language;
        var input = ProductForm.Read(form, page, read.Attributes());
        var version = form.Whole("version", 0, long.MaxValue, otherwise: -1);
        var kept = form.Ok ? await edit.Change(desk.ShopId, id, input, version, desk.PersonId) : form.Problems[0];
        var problem = kept.Problem ?? await Arrange(desk, found, form, photos, page) ?? await AddPhotos(desk, id, form, photos);
        if (problem is null && form.Raw("then") == "publish")
        {
            problem = (await life.Become(desk.ShopId, id, ProductState.Published, desk.PersonId)).Problem;
        }

        if (problem is null)
        {
            return Render.SeeOther(page.Links.DeskPage(desk.Slug, $"products/{id}") + "?done=" + (form.Raw("then") == "publish" ? "published" : "kept"));
        }

        // What was kept before the problem came counts: the form goes on from there.
        return kept.Ok
            ? Form(desk, page, read, rates, read.Find(desk.ShopId, id), Typed.Of(ProductForm.Kept(read.Find(desk.ShopId, id)!, page, read.Attributes())), [.. problem.Single])
            : Form(desk, page, read, rates, found, Typed.Of(form), Problems(form, problem, own));
    }

    private static async Task<IResult> Become(HttpContext context, PageContext page, ReadProduct read, TaxRates rates, ProductLife life, Guid id)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var state = form.Word("state", ProductState.Draft);
        var done = form.Ok ? await life.Become(desk.ShopId, id, state, desk.PersonId) : form.Problems[0];
        return done.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, $"products/{id}") + "?done=" + state.ToString().ToLowerInvariant())
            : read.Find(desk.ShopId, id) is { } found ? Form(desk, page, read, rates, found, Typed.Of(ProductForm.Kept(found, page, read.Attributes())), [.. done.Problem!.Single])
            : Answers.Page(CatalogueProblems.NoProduct);
    }

    private static async Task<IResult> Copy(HttpContext context, PageContext page, ProductLife life, Guid id)
    {
        var desk = Desk.Of(context);
        var copy = await life.Duplicate(desk.ShopId, id, desk.PersonId);
        return copy.Ok ? Render.SeeOther(page.Links.DeskPage(desk.Slug, $"products/{copy.Value}") + "?done=copied") : Answers.Page(copy.Problem!);
    }

    private static async Task<Problem?> Arrange(Desk desk, ProductToEdit found, FormReader form, ProductPhotos photos, PageContext page)
    {
        if (found.Photos.Count == 0)
        {
            return null;
        }

        var order = found.Photos.Select((p, i) => (p.Row.Media, Place: form.Whole($"place.{i}", 1, 99, otherwise: i + 1), Gone: form.Checked($"gone.{i}"), Alt: Alt(i)))
            .Where(p => !p.Gone).OrderBy(p => p.Place).Select(p => (p.Media, p.Alt)).ToList();
        return !form.Ok ? form.Problems[0] : (await photos.Arrange(desk.ShopId, found.Product.Id, order, desk.PersonId)).Problem;

        LocalText Alt(int photo)
        {
            var alt = new LocalText();
            foreach (var language in page.Mall.Languages)
            {
                alt[language] = form.Raw($"alt.{photo}.{language}");
            }

            return alt;
        }
    }

    internal static async Task<Problem?> AddPhotos(Desk desk, Guid product, FormReader form, ProductPhotos photos)
    {
        var files = new List<ReadOnlyMemory<byte>>();
        foreach (var file in form.Files.GetFiles("photos").Where(f => f.Length > 0))
        {
            using var content = new MemoryStream((int)Math.Min(file.Length, Photos.MostBytes + 1));
            await file.CopyToAsync(content);
            files.Add(content.ToArray());
        }

        return files.Count == 0 ? null : (await photos.Add(desk.ShopId, product, files, desk.PersonId)).Problem;
    }

    private static IResult Form(Desk desk, PageContext page, ReadProduct read, TaxRates rates, ProductToEdit? found, Typed typed, IReadOnlyList<Problem> problems, string? done = null)
    {
        var category = Guid.TryParse(typed["category"], out var chosen) ? chosen : Guid.Empty;
        var attributes = read.Attributes();
        return Render.Page<ProductPage>(
            new
            {
                Desk = desk,
                Found = found,
                V = typed,
                Leaves = read.Leaves(page.Language),
                Attributes = read.AttributesOf(category).Where(attributes.ContainsKey).Select(code => attributes[code]).ToList(),
                Taxes = TaxCategories.OfProducts.Select(t => (Category: t, Rate: rates.Of(Country.Parse(page.Mall.Country), "", t, page.Format.Zone.DateAt(page.Now)))).ToList(),
                Problems = problems,
                Done = problems.Count == 0 ? done : null,
            },
            problems.Count > 0 ? problems[0].Status : 200);
    }

    private static List<Problem> Problems(FormReader form, Problem? problem, string own) =>
        [.. form.Ok ? problem!.Single.Select(p => ProductForm.OnField(p, own)) : form.Problems];

    internal static ProductView ViewOf(string? view) =>
        Enum.TryParse<ProductView>(view?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : ProductView.OnSale;

    internal static string? Cut(string? search) => search is { Length: > 100 } ? search[..100] : search;
}
