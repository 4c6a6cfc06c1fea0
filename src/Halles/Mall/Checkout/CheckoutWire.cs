using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Checkout;

/// <summary>The checkout's records as the API takes and sends them.</summary>
internal static class CheckoutWire
{
    /// <summary>The choices that were sent, or all that is wrong with them.</summary>
    public static Result<IReadOnlyList<ShopChoice>> Choices(IReadOnlyList<Client.ShopChoice> sent, IReadOnlyDictionary<string, Guid> shops)
    {
        if (sent.Count > PurchaseRequest.MostShops)
        {
            return CheckoutProblems.TooManyShops;
        }

        var (wrong, choices) = (new List<Problem>(), new List<ShopChoice>());
        foreach (var (i, choice) in sent.Index())
        {
            var address = choice.Address is { } to ? Wire.Of(to, $"shops[{i}].address").Then(a => (Address?)a) : (Address?)null;
            var problems = new[]
            {
                shops.ContainsKey(choice.Shop) ? null : CheckoutProblems.NoSuchShop.On($"shops[{i}].shop"),
                Wire.TryWord<FulfilmentKind>(choice.Way, out var way) ? null : ApiProblems.MemberWrong.With("collect, deliver or ship").On($"shops[{i}].way"),
                address.Problem,
            }.OfType<Problem>().ToList();
            wrong.AddRange(problems);
            if (problems.Count == 0)
            {
                choices.Add(new ShopChoice { ShopId = shops[choice.Shop], Way = way, StoreId = choice.StoreId, Address = address.Value, PaymentMethod = choice.Payment, Note = choice.Note });
            }
        }

        return wrong.Count > 0 ? Problem.Of(wrong) : choices;
    }

    public static WaysAnswer Of(CheckoutQuote quote) => new([.. quote.Shops.Select(s => new ShopWays(
        new Named(s.Slug, s.Name), s.Problem?.Code, new Amount(s.Goods, quote.Currency), [.. s.Ways.Select(w => new WayOption(
            Wire.Word(w.Way), w.Store.Id, w.Store.Name, new Amount(w.Fee, quote.Currency), w.FreeFrom is { } free ? new Amount(free, quote.Currency) : null, w.ReadyBy, w.WhyNot?.Code, w.Payments))]))]);

    public static QuoteAnswer Of(PurchasePrice price, IReadOnlyDictionary<string, Guid> shops)
    {
        var names = shops.ToDictionary(s => s.Value, s => s.Key);
        return new QuoteAnswer(Amount(price.Total), [.. price.Orders.Select(o => new OrderQuote(
            names[o.ShopId], o.StoreId, Wire.Word(o.Way), o.PaymentMethod, Amount(o.Goods), Amount(o.Discount), Amount(o.DeliveryFee), Amount(o.Total), Amount(o.Vat), o.ReadyBy, o.HoldUntil, o.AgeLimit))]);

        Amount Amount(long minor) => new(minor, price.Currency);
    }

    public static PlacedAnswer Of(PlacedPurchase placed, IReadOnlyDictionary<string, Guid> shops)
    {
        var names = shops.ToDictionary(s => s.Value, s => s.Key);
        return new PlacedAnswer(placed.PurchaseId, placed.LinkToken, new Amount(placed.Total, placed.Currency), placed.PlacedAt, [.. placed.Orders.Select(o => new Client.PlacedOrder(
            o.Code, names[o.ShopId], Wire.Word(o.Way), o.PaymentMethod, new Amount(o.Total, placed.Currency), o.ReadyBy, o.HoldUntil))]);
    }
}
