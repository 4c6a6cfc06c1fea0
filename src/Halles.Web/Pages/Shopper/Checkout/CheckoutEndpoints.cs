using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Halles.Mall.Orders;
using Halles.Web.Design;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Shopper;

/// <summary>
/// The way from basket to purchase: how, who, pay, and a check. Each step keeps its answers and shows them again; the
/// last one places, exactly once for each form that was shown.
/// </summary>
public static class CheckoutEndpoints
{
    private static readonly Problem ChooseWay = new("choose-way", 422, "Choose how to get the goods of {0}.");
    private static readonly Problem ChoosePayment = new("choose-payment", 422, "Choose how to pay {0}.");
    private static readonly Problem AcceptTerms = new("accept-terms", 422, "Accept the terms of sale to order.");
    private static readonly Problem NotServed = new("address-not-served", 422, "{0} does not deliver to this address. Choose another way, or another address.");

    public static void MapCheckoutPages(this IEndpointRouteBuilder routes)
    {
        var checkout = routes.MapGroup("/{lang:language}/checkout").GuardForms().Ranks(Priority.Pay);
        checkout.MapGet("how", (HttpContext c, Step s) => s.Show(c, view => Render.Page<HowPage>(new { View = view }))).AllowEverybody();
        checkout.MapPost("how", How).AllowEverybody();
        checkout.MapGet("who", (HttpContext c, Step s) => s.Show(c, view => Who(c, view, Values(c, view), []))).AllowEverybody();
        checkout.MapPost("who", SaveWho).AllowEverybody();
        checkout.MapGet("pay", (HttpContext c, Step s) => s.Show(c, view => Render.Page<PayPage>(new { View = view }))).AllowEverybody();
        checkout.MapPost("pay", Pay).AllowEverybody();
        checkout.MapGet("check", (HttpContext c, Step s) => s.Show(c, _ => Check(s, [], 200))).AllowEverybody();
        checkout.MapPost("check", Place).AllowEverybody().Counts(Traffic.Pay);
    }

    private static Task<IResult> How(HttpContext context, Step step) => step.Post(context, async (form, view) =>
    {
        var shops = new Dictionary<Guid, DraftChoice>();
        foreach (var shop in view.Shops)
        {
            var field = "way-" + shop.ShopId;
            if (shop.Ways.FirstOrDefault(w => CheckoutView.Value(w) == form.Raw(field)) is { CanBeChosen: true } way)
            {
                shops[shop.ShopId] = new DraftChoice(way.Way, way.Store.Id, view.Draft.Shops.GetValueOrDefault(shop.ShopId)?.Payment);
            }
            else
            {
                form.Add(field, ChooseWay.With(shop.Name));
            }
        }

        return form.Ok
            ? await step.Keep(view.Draft with { Shops = shops }, "who")
            : Render.Page<HowPage>(new { View = view, form.Problems }, 422);
    });

    private static Task<IResult> SaveWho(HttpContext context, Step step) => step.Post(context, async (form, view) =>
    {
        var contact = new Contact(form.Text("name", 120), form.Text("email", 254), form.Text("phone", 40));
        Try(form, "email", EmailAddress.TryParse(contact.Email, out var email, out var problem), problem);
        var country = Country.TryParse(view.NeedsAddress ? form.Raw("country") : step.Page.Mall.Country, out var c) ? c : Country.Parse(step.Page.Mall.Country);
        Try(form, "phone", PhoneNumber.TryParse(contact.Phone, country, out var phone, out problem), problem);
        var address = view.NeedsAddress ? ReadAddress(form, country) : view.Draft.Address;
        var draft = view.Draft with { Contact = form.Ok ? new Contact(contact.Name, email.Value, phone.Value) : contact, Address = address, Note = form.TextOrNull("note", ShopChoice.MostNote) ?? "" };
        if (form.Ok && view.NeedsAddress)
        {
            var there = step.ViewOf(draft);
            foreach (var shop in there.Shops.Where(s => there.Chosen(s) is { WhyNot.Code: "address-not-served" }))
            {
                form.Add("postcode", NotServed.With(shop.Name));
            }
        }

        return form.Ok ? await step.Keep(draft, "pay") : Who(context, view, Typed(form), form.Problems);
    });

    private static Task<IResult> Pay(HttpContext context, Step step) => step.Post(context, async (form, view) =>
    {
        var shops = new Dictionary<Guid, DraftChoice>();
        foreach (var shop in view.Shops)
        {
            var (field, way) = ("pay-" + shop.ShopId, view.Chosen(shop));
            if (way is not null && way.Payments.Contains(form.Raw(field)))
            {
                shops[shop.ShopId] = new DraftChoice(way.Way, way.Store.Id, form.Raw(field));
            }
            else
            {
                form.Add(field, ChoosePayment.With(shop.Name));
            }
        }

        return form.Ok
            ? await step.Keep(view.Draft with { Shops = shops }, "check")
            : Render.Page<PayPage>(new { View = view, form.Problems }, 422);
    });

    private static async Task<IResult> Place(HttpContext context, Step step, PlaceOrder place, CurrentShopper current)
    {
        var form = await FormReader.Read(context);
        if (step.Begin(context) is not { } shopper)
        {
            return Render.SeeOther(step.Page.Links.Basket);
        }

        var key = form.Text("key", 100);
        var total = form.Whole("total", 0, long.MaxValue);
        if (!form.Checked("terms"))
        {
            form.Add("terms", AcceptTerms);
        }

        if (!form.Ok)
        {
            return Check(step, form.Problems, 422);
        }

        // What the form showed is what is asked for: the same form asks the same, whatever is in the basket by now.
        var shops = form.Raw("shops").Split(' ').Select(s => Guid.TryParse(s, out var id) ? id : Guid.Empty).ToHashSet();
        var placed = await place.Run(step.Request(shopper, shops) with { ExpectedTotal = total, Key = key });
        if (placed.Problem?.Code == StorageProblems.Unavailable.Code)
        {
            // It may be placed or not: only this key can tell, so it is asked again under it.
            return Render.Page<UnansweredPage>(new { Key = key, Total = total, Shops = form.Raw("shops") }, placed.Problem.Status);
        }

        if (!placed.Ok)
        {
            var parts = placed.Problem!.Parts.Count > 0 ? placed.Problem.Parts.Prepend(placed.Problem with { Parts = [] }).ToList() : [placed.Problem];
            return Check(step, parts, placed.Problem.Status);
        }

        current.Tell(context);
        return Render.SeeOther(step.Page.Links.Purchase(placed.Value.PurchaseId, placed.Value.LinkToken) + "&placed=1");
    }

    private static IResult Check(Step step, IReadOnlyList<Problem> problems, int status)
    {
        if (step.View is not { Shops.Count: > 0 } view)
        {
            return problems.Count > 0 ? Answers.Page(problems[0]) : Render.SeeOther(step.Page.Links.Basket);
        }

        if (step.Missing(view) is { } earlier)
        {
            return Render.SeeOther(step.Page.Links.Checkout(earlier));
        }

        var price = step.Price();
        var shown = price.Ok || problems.Count > 0 ? problems : [price.Problem!];
        return Render.Page<CheckPage>(
            new { View = step.ViewOf(view.Draft, price.Ok ? price.Value : null), Key = Ids.New(TimeProvider.System).ToString("N"), Problems = shown },
            status == 200 && !price.Ok ? price.Problem!.Status : status);
    }

    private static IResult Who(HttpContext context, CheckoutView view, IReadOnlyDictionary<string, string> values, IReadOnlyList<Problem> problems) =>
        Render.Page<WhoPage>(new { View = view, Values = values, Problems = problems, SignedIn = context.Caller() is not null }, problems.Count > 0 ? 422 : 200);

    private static void Try(FormReader form, string field, bool fine, Problem? problem)
    {
        if (!fine && form.Problems.Of(field) is null)
        {
            form.Add(field, problem!);
        }
    }

    private static Address ReadAddress(FormReader form, Country country)
    {
        var address = new Address
        {
            Name = form.Raw("name").Trim(),
            Line1 = form.Text("line1", Address.MaxLength, required: false),
            Line2 = form.Text("line2", Address.MaxLength, required: false),
            Postcode = form.Text("postcode", 20, required: false),
            City = form.Text("city", Address.MaxLength, required: false),
            Region = form.Text("region", Address.MaxLength, required: false),
            Country = country,
        }.Tidied();
        foreach (var (field, problem) in address.Problems())
        {
            Try(form, field is AddressField.Name ? "name" : AddressForm.FieldName(field), false, problem);
        }

        return address;
    }

    private static readonly string[] Fields = ["name", "email", "phone", "line1", "line2", "postcode", "city", "region", "country", "note"];

    private static Dictionary<string, string> Typed(FormReader form) => Fields.ToDictionary(f => f, form.Raw, StringComparer.Ordinal);

    private static Dictionary<string, string> Values(HttpContext context, CheckoutView view)
    {
        var (contact, address, caller) = (view.Draft.Contact, view.Draft.Address, context.Caller());
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = contact?.Name ?? caller?.Name ?? "",
            ["email"] = contact?.Email ?? caller?.Email ?? "",
            ["phone"] = contact?.Phone ?? "",
            ["line1"] = address?.Line1 ?? "",
            ["line2"] = address?.Line2 ?? "",
            ["postcode"] = address?.Postcode ?? "",
            ["city"] = address?.City ?? "",
            ["region"] = address?.Region ?? "",
            ["country"] = address?.Country.Alpha2 ?? view.Countries[0],
            ["note"] = view.Draft.Note,
        };
    }
}
