using Halles.Kernel;
using Halles.Mall.Checkout;
using Halles.Mall.Fulfilment;
using Halles.Mall.Orders;
using Halles.Web.Hosting;
using Buyer = Halles.Mall.Baskets.Shopper;

namespace Halles.Web.Pages.Shopper;

/// <summary>What all steps of the checkout do for one request: find the shopper, their draft, and the ways that there are.</summary>
public sealed class Step(PageContext page, CurrentShopper current, QuotePurchase quotes, CheckoutDrafts drafts)
{
    private Buyer _shopper;
    private CheckoutDraft _draft = new();
    private (Address? To, Contact? Contact, CheckoutQuote Ways)? _quote;

    public PageContext Page => page;

    /// <summary>The checkout as it stands; null before <see cref="Begin"/>.</summary>
    public CheckoutView? View { get; private set; }

    /// <summary>The shopper with something to order; null when there is nothing, and the basket's page says so.</summary>
    public Buyer? Begin(HttpContext context)
    {
        if (current.Find(context) is not { } shopper)
        {
            return null;
        }

        (_shopper, _draft) = (shopper, drafts.Of(shopper));
        View = ViewOf(_draft);
        return shopper;
    }

    /// <summary>Shows a step, or leads to the basket when there is nothing to order or something stands in the way.</summary>
    public IResult Show(HttpContext context, Func<CheckoutView, IResult> show) => Ready(context) ? show(View!) : Render.SeeOther(page.Links.Basket);

    /// <summary>Reads a step's form, or leads to the basket.</summary>
    public async Task<IResult> Post(HttpContext context, Func<FormReader, CheckoutView, Task<IResult>> read) =>
        Ready(context) ? await read(await FormReader.Read(context), View!) : Render.SeeOther(page.Links.Basket);

    /// <summary>Keeps the answers and goes on.</summary>
    public async Task<IResult> Keep(CheckoutDraft draft, string next) =>
        (await drafts.Keep(_shopper, draft)).Problem is { } problem ? Answers.Page(problem) : Render.SeeOther(page.Links.Checkout(next));

    /// <summary>The view of a draft; the ways that there are hang on its address, what they cost also on who asks.</summary>
    public CheckoutView ViewOf(CheckoutDraft draft, PurchasePrice? price = null)
    {
        if (_quote is null || _quote.Value.To != draft.Address || _quote.Value.Contact != draft.Contact)
        {
            _quote = (draft.Address, draft.Contact, quotes.Ways(_shopper, page.Language, draft.Address, draft.Contact));
        }

        return new(_quote.Value.Ways, draft, page.Mall.Country, price);
    }

    /// <summary>The step that has to be answered first; null when all is answered.</summary>
    public string? Missing(CheckoutView view) =>
        view.Shops.Any(s => view.Draft.Shops.GetValueOrDefault(s.ShopId) is null) ? "how"
        : view.Draft.Contact is null || (view.NeedsAddress && view.Draft.Address is null) ? "who"
        : view.Shops.Any(s => view.Draft.Shops[s.ShopId].Payment is null) ? "pay"
        : null;

    /// <summary>The purchase that the draft asks for of these shops, without total and key.</summary>
    public PurchaseRequest Request(Buyer shopper, IReadOnlySet<Guid> shops) => new()
    {
        Shopper = shopper,
        Shops = [.. _draft.Shops.Where(s => shops.Contains(s.Key)).Select(s => new ShopChoice
        {
            ShopId = s.Key,
            Way = s.Value.Way,
            StoreId = s.Value.StoreId,
            Address = s.Value.Way is FulfilmentKind.Collect ? null : _draft.Address,
            PaymentMethod = s.Value.Payment ?? "",
            Note = _draft.Note.Length > 0 ? _draft.Note : null,
        })],
        Contact = _draft.Contact ?? new("", "", ""),
        Language = page.Language,
        ExpectedTotal = 0,
    };

    /// <summary>What it would cost now, or what stands in the way.</summary>
    public Result<PurchasePrice> Price() => quotes.Price(Request(_shopper, View!.Shops.Select(s => s.ShopId).ToHashSet()));

    private bool Ready(HttpContext context) =>
        Begin(context) is not null && View!.Shops.Count > 0 && View.Shops.All(s => s.Problem is null && s.Ways.Count > 0 && s.Lines.All(l => l.Problem is null));
}
