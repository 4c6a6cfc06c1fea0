using Halles.Mall.Bulk;
using Halles.Mall.Catalogue;
using Halles.Mall.Stores;
using Halles.Web.Design;

namespace Halles.Web.Pages.Merchant;

/// <summary>Changes of many products in words.</summary>
public sealed class BulkWords(PageContext page, IReadOnlyList<Store> stores, IReadOnlyList<(Guid Id, string Name)> leaves)
{
    public IReadOnlyList<(Guid Id, string Name)> Leaves => leaves;

    /// <summary>What a change does: "Price −10 %, to .90".</summary>
    public string Of(BulkChange change) => change.Kind switch
    {
        BulkKind.Price => page.Words.Get("Price") + " " + Moved(change.Price!) + (change.Price!.Ending is PriceEnding.Exact ? "" : ", " + Ending(change.Price.Ending)),
        BulkKind.Category => page.Words.Get("Category") + ": " + Value(change.Kind, change.CategoryId!.Value.ToString()),
        BulkKind.Tax => page.Words.Get("VAT") + ": " + Value(change.Kind, change.TaxCategory!),
        BulkKind.State => State(change.State!.Value),
        _ when change.Level is null => page.Words.Get("Stock in {0}, from a file", Place(change)),
        _ => page.Words.Get("Stock in {0}: {1}", Place(change), change.Level),
    };

    /// <summary>A kept value as it is shown.</summary>
    public string Value(BulkKind kind, string value) => kind switch
    {
        BulkKind.Price => BulkValues.Price(value) is var (price, reduced) && reduced ? page.Words.Get("{0}, reduced", page.Money(price)) : page.Money(BulkValues.Price(value).Price),
        BulkKind.Category => leaves.FirstOrDefault(l => l.Id.ToString() == value) is { Name: { } name } ? name : page.Words.Get("another category"),
        BulkKind.Tax => MerchantWords.TaxName(page.Words, value),
        BulkKind.State => Enum.Parse<ProductState>(value) switch { ProductState.Published => page.Words.Get("on sale"), ProductState.Draft => page.Words.Get("draft"), ProductState.Withdrawn => page.Words.Get("withdrawn"), _ => page.Words.Get("archived") },
        _ => value,
    };

    /// <summary>An ending in words: "to .90" as the language writes it.</summary>
    public string Ending(PriceEnding ending) => ending switch
    {
        PriceEnding.Exact => page.Words.Get("not rounded"),
        PriceEnding.Whole => page.Words.Get("to whole {0}", page.Format.Symbol(page.Currency)),
        PriceEnding.Half => Ends("50"),
        PriceEnding.Ninety => Ends("90"),
        PriceEnding.NinetyFive => Ends("95"),
        _ => Ends("99"),
    };

    /// <summary>Putting on sale, taking off, putting away.</summary>
    public string State(ProductState state) => state switch
    {
        ProductState.Published => page.Words.Get("Put on sale"),
        ProductState.Draft => page.Words.Get("Take off sale"),
        _ => page.Words.Get("Archive"),
    };

    private string Place(BulkChange change) => stores.FirstOrDefault(s => s.Id == change.StoreId)?.Name ?? "";

    private string Moved(PriceRule rule)
    {
        var less = (rule.Percent ?? rule.Amount ?? 0) < 0;
        return (less ? "−" : "+") + (rule.Percent is { } points ? page.Format.Percent(Math.Abs(points) / 100m) : page.Money(Math.Abs(rule.Amount ?? 0)));
    }

    private string Ends(string cents) => page.Words.Get("ending in {0}{1}", page.Words.Culture.NumberFormat.NumberDecimalSeparator, cents);
}
