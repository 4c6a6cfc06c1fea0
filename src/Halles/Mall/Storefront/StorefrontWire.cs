using System.Globalization;
using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Client = Halles.Client;

namespace Halles.Mall.Storefront;

/// <summary>The storefront's records as the API sends them.</summary>
internal static class StorefrontWire
{
    public static SearchAnswer Of(ProductList list) => new(
        list.Query.Text ?? "", list.Total, list.More, list.Page, list.Pages, list.DidYouMean, list.Mended, list.FewerWords, [.. list.Hits.Select(Of)], [.. Facets(list.Facets)]);

    public static ProductAnswer Of(ProductPage p) => new(
        p.Id, p.Handle, new Named(p.Shop.Slug, p.Shop.Name), Of(p.Name), Of(p.Description), p.Maker, p.AgeLimit, [.. p.Path.Select(c => c.Code)],
        p.Attributes.ToDictionary(a => a.Code, a => a.Value, StringComparer.Ordinal), Wire.Word(p.Policy),
        p.SoldBy.Unit is Unit.Piece ? null : p.SoldBy.Unit.Sign(), p.SoldBy.Step, p.SoldBy.Weighed, [.. p.Variants.Select(Of)],
        [.. p.Photos.Select(f => f.Media)], $"/shops/{p.Shop.Slug}/{p.Handle}");

    public static ShopSummary Of(ShopCard s) =>
        new(s.Slug, s.Name, s.Kind, Of(s.Strap), Wire.Word(s.Standing), [.. s.Ways.Select(Wire.Word)], s.Products, $"/shops/{s.Slug}");

    public static ShopAnswer Of(ShopPage s) => new(
        Of(s.Card), Of(s.Story), new TraderIdentity(s.Legal.Name, s.Legal.Form, s.Legal.Number, s.Legal.VatNumber, s.Legal.Seat is { } seat ? Wire.Of(seat) : null, s.Legal.Mediator),
        s.Email, s.Phone, [.. s.Stores.Select(Of)],
        [.. new[] { (s.Paying.InStore, "in-store"), (s.Paying.OnDelivery, "on-delivery"), (s.Paying.Transfer, "transfer") }.Where(w => w.Item1).Select(w => w.Item2)]);

    public static StoreAnswer Of(StoreCard s) => new(
        s.Id, new Named(s.ShopSlug, s.ShopName), s.Name, Wire.Of(s.Address), s.Point.Latitude, s.Point.Longitude, s.Zone.Id, s.Hours.Text, s.Open.IsOpen, s.Open.At, s.Services, s.Metres);

    private static Hit Of(ProductCard c) => new(
        c.Id, new Named(c.ShopSlug, c.ShopName), c.Sku, c.Gtin, Of(c.Name), Wire.Of(c.Price), c.From, c.Per?.Sign(), Of(c.UnitPrice), Before(c.Reduction), c.Reduction?.Percent, Of(c.Stock), c.Metres, $"/shops/{c.ShopSlug}/{c.Handle}", c.Photo?.Media);

    private static VariantAnswer Of(VariantOffer v) => new(
        v.Id, v.Sku, v.Gtin, v.Words, Wire.Of(v.Price), Of(v.UnitPrice), Before(v.Reduction), v.Reduction?.Percent, v.Measure, v.Weight, Of(v.Stock),
        [.. v.Stores.Select(s => new Client.StoreStock(s.StoreId, Of(s.Stock), s.SeenAt))]);

    private static AmountPer? Of(UnitPrice? price) => price is { } one ? new AmountPer(Wire.Of(one.Price), one.Per.Sign()) : null;

    private static Amount? Before(PriceReduction? reduction) => reduction is null ? null : Wire.Of(reduction.LowestBefore);

    private static StockLevel Of(StockState stock) => new(Wire.Word(stock.Word), stock.Left);

    private static Words Of(Wording wording) => new(wording.Text ?? "", wording.Language ?? "");

    // Both ends are told as the search takes them: included.
    private static Client.FacetValue Of(PriceBand band)
    {
        var (from, to) = (band.From is { } low ? Wire.Of(low) : null, band.To is { } high ? Wire.Of(high with { Minor = high.Minor - 1 }) : null);
        return new Client.FacetValue(string.Create(CultureInfo.InvariantCulture, $"{from?.Minor}-{to?.Minor}"), "", band.Count, band.Chosen, from, to);
    }

    private static IEnumerable<Facet> Facets(Facets facets)
    {
        yield return new Facet("category", "", [.. facets.Categories.Select(c => new Client.FacetValue(c.Code, c.Name.Text, c.Count, false))]);
        yield return new Facet("shop", "", [.. facets.Shops.Select(s => new Client.FacetValue(s.Slug, s.Name, s.Count, s.Chosen))]);
        yield return new Facet("price", "", [.. facets.Prices.Select(Of)]);
        yield return new Facet("in-stock", "", [new Client.FacetValue("1", "", facets.InStock, false)]);
        foreach (var attribute in facets.Attributes)
        {
            yield return new Facet(attribute.Code, attribute.Name.Text, [.. attribute.Values.Select(v => new Client.FacetValue(v.Value, v.Text.Text, v.Count, v.Chosen))]);
        }
    }
}
