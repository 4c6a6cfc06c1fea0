using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;
using Halles.Mall.Stock;

namespace Halles.Mall.Bulk;

/// <summary>A product or variant as it is and as it is to be, in words of <see cref="BulkValues"/>.</summary>
internal sealed record BulkPlanned(Guid Product, Guid? Variant, string Before, string After);

/// <summary>Works out what a change would do to each chosen product, and keeps that to be looked at: nothing changes yet.</summary>
public sealed class PlanBulkEdit(MallDatabase database, MallWriter writer, CurrentSettings settings)
{
    /// <summary>The most lines of one change.</summary>
    public const int Most = 20_000;

    /// <summary>Keeps the plan and answers with its id. Products that are not the shop's are passed over; what is like this already has no line.</summary>
    public async Task<Result<Guid>> Run(Guid shop, IReadOnlyCollection<Guid> products, BulkChange change, Guid actor)
    {
        if (products.Count == 0)
        {
            return BulkProblems.NothingChosen;
        }

        var (wrong, lines) = database.Read(sql => Wrong(sql, shop, change) is { } problem ? (problem, []) : ((Problem?)null, Changes(sql, shop, change, products)));
        if ((wrong ?? (lines.Count == 0 ? BulkProblems.NothingToDo : null)) is { } refused)
        {
            return refused;
        }

        return await Keep(shop, change, lines, actor).ConfigureAwait(false);
    }

    /// <summary>Keeps lines that were worked out already.</summary>
    internal async Task<Result<Guid>> Keep(Guid shop, BulkChange change, IReadOnlyList<BulkPlanned> lines, Guid actor) => lines.Count > Most
        ? BulkProblems.TooMany
        : await writer.Write<Guid>(s =>
        {
            var id = s.NewId();
            s.Insert(new BulkEdit { ShopId = shop, Id = id, Change = change, State = BulkState.Planned, Actor = actor, CreatedAt = s.Now });
            s.Insert(lines.Select((l, i) => new BulkLine
            {
                ShopId = shop, EditId = id, Position = i, ProductId = l.Product, VariantId = l.Variant, Before = l.Before, After = l.After, State = BulkLineState.Planned,
            }));
            return id;
        }).ConfigureAwait(false);

    private static Problem? Wrong(SqlSession sql, Guid shop, BulkChange change) => change.Kind switch
    {
        BulkKind.Price => change.Price is { Percent: < -9_900 or > 100_000 } ? BulkProblems.Percent : null,
        BulkKind.Category => EditProduct.NoCategory(sql, change.CategoryId ?? Guid.Empty)?.On("category"),
        BulkKind.Tax => Tax.TaxCategories.OfProducts.Contains(change.TaxCategory) ? null : FieldProblems.NotOffered.On("tax"),
        BulkKind.Stock => change.Level is null or < 0 or > AdjustStock.Most ? FieldProblems.OutOfRange.With(0L, AdjustStock.Most).On("level")
            : sql.Scalar<long>("SELECT count(*) FROM stores WHERE shop_id = $1 AND id = $2 AND gone = $3", shop, change.StoreId ?? Guid.Empty, false) == 0 ? StockProblems.NoSuchStore.On("store") : null,
        _ => null,
    };

    private List<BulkPlanned> Changes(SqlSession sql, Guid shop, BulkChange change, IReadOnlyCollection<Guid> products)
    {
        var decimals = Currency.Parse(settings.Value.Currency).Decimals;
        return [.. BulkValues.Read(sql, shop, change, products.Distinct()).Select(now => new BulkPlanned(now.Product, now.Variant, now.Value, After(now.Value))).Where(l => l.Before != l.After)];

        string After(string now) => change.Kind switch
        {
            BulkKind.Price => BulkValues.Price(now) is var (price, reduced) && change.Price!.Of(price, decimals) is var next && next == price ? BulkValues.Price(price, reduced) : BulkValues.Price(next, change.Reduced && next < price),
            BulkKind.Category => change.CategoryId!.Value.ToString(),
            BulkKind.Tax => change.TaxCategory!,
            BulkKind.State => change.State!.Value.ToString(),
            _ => change.Level!.Value.ToString(CultureInfo.InvariantCulture),
        };
    }
}
