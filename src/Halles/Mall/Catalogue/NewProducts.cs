using System.Collections.Frozen;
using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>A product that has just been written.</summary>
/// <param name="Variants">In order.</param>
public sealed record NewProduct(Product Product, IReadOnlyList<Variant> Variants);

/// <summary>
/// Writes new products of a shop, one or many in a unit of work that holds the shop's lock: what they share is read once. Each is kept or refused by itself.
/// </summary>
public sealed class NewProducts
{
    private readonly WriteSession _s;
    private readonly Guid _shop;
    private readonly string _language;
    private readonly Currency _currency;
    private readonly HashSet<string> _handles = new(StringComparer.Ordinal); // given here; their rows wait to be written
    private readonly TakenNumbers _numbers;
    private readonly CatalogueRules _rules;

    /// <param name="s">The unit.</param>
    /// <param name="shop">Whose they are.</param>
    /// <param name="language">The language in which the shop writes.</param>
    /// <param name="currency">The mall's.</param>
    public NewProducts(WriteSession s, Guid shop, string language, Currency currency)
    {
        (_s, _shop, _language, _currency) = (s, shop, language, currency);
        var sql = s.Saved();
        _numbers = new TakenNumbers(sql, shop);
        _rules = CatalogueRules.Read(sql);
    }

    /// <summary>Writes one, or says all that is wrong with it.</summary>
    /// <param name="publish">Put it on sale at once.</param>
    /// <param name="handle">Its name in addresses, where another system has one already; null for its own name.</param>
    public Result<NewProduct> Add(ProductInput input, bool publish, string? handle = null)
    {
        var check = new FieldChecks();
        var typed = input.Checked(check, _language);
        var attributes = _rules.Attributes(check, typed.Attributes);
        check.Add("category", _rules.Category(typed.CategoryId));
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var product = new Product
        {
            ShopId = _shop,
            Id = _s.NewId(),
            Handle = Slug.Unique(handle ?? typed.Name[_language], IsTaken, "product"),
            CategoryId = typed.CategoryId,
            TaxCategory = typed.TaxCategory,
            Language = _language,
            CreatedAt = _s.Now,
            UpdatedAt = _s.Now,
            Version = 1,
        };
        product.Fill(typed, attributes);
        var rows = new VariantRows(_s, product, _currency, [], _numbers);
        if ((rows.Write([], typed, _language) ?? (publish && rows.Added.Exists(v => v.Price <= 0) ? CatalogueProblems.PriceMissing.On("variants") : null)) is { } wrong)
        {
            return wrong;
        }

        (product.State, product.PublishedAt) = publish ? (ProductState.Published, _s.Now) : (ProductState.Draft, (DateTimeOffset?)null);
        _s.Insert(product);
        _s.Insert(typed.Fields.SelectMany(f => f.Text.Select(t => new ProductText
        {
            ShopId = _shop, ProductId = product.Id, Language = t.Key, Field = f.Field, Text = t.Value, State = t.Key == _language ? TextState.Own : TextState.Translated,
        })));
        _s.Insert(rows.Added);
        _s.Insert(publish ? rows.Added.Select(v => Prices.Of(v, _s.Now)) : []);
        _s.Changed(Topic.Product, _shop, product.Id);
        _handles.Add(product.Handle);
        rows.Added.ForEach(v => _numbers.Take(v.Sku));
        return new NewProduct(product, rows.Added);
    }

    private bool IsTaken(string handle) => _handles.Contains(handle) || _s.Sql.Scalar<long>("SELECT count(*) FROM products WHERE shop_id = $1 AND handle = $2", _shop, handle) > 0;
}

/// <summary>What the mall's taxonomy asks of products.</summary>
internal sealed record CatalogueRules(FrozenSet<Guid> Categories, FrozenSet<Guid> Parents, FrozenDictionary<string, AttributeType> Known)
{
    public static CatalogueRules Read(SqlSession sql)
    {
        var categories = sql.List("SELECT id, parent_id FROM categories", r => (Id: r.Id(0), Parent: r.IsNull(1) ? (Guid?)null : r.Id(1)));
        return new CatalogueRules(
            categories.Select(c => c.Id).ToFrozenSet(),
            categories.Select(c => c.Parent).OfType<Guid>().ToFrozenSet(),
            sql.List("SELECT code, type FROM attributes", r => (Code: r.Text(0), Type: r.Word<AttributeType>(1))).ToFrozenDictionary(a => a.Code, a => a.Type, StringComparer.Ordinal));
    }

    /// <summary>Why products cannot be in a category; null when they can.</summary>
    public Problem? Category(Guid id) => !Categories.Contains(id) ? CatalogueProblems.NoCategory : Parents.Contains(id) ? CatalogueProblems.NotALeaf : null;

    /// <summary>Values that are not empty, each of its attribute's type.</summary>
    public Dictionary<string, string> Attributes(FieldChecks check, IReadOnlyDictionary<string, string> typed)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (code, value) in typed)
        {
            var field = "attributes." + code;
            if (check.TextOrNull(field, value, 100) is not { } tidy)
            {
                continue;
            }

            if (!Known.TryGetValue(code, out var type))
            {
                check.Add(field, CatalogueProblems.NoAttribute);
                continue;
            }

            var number = 0m;
            check.Add(field, type switch
            {
                AttributeType.YesNo => tidy is "true" or "false" ? null : CatalogueProblems.AttributeYesNo,
                AttributeType.Number => decimal.TryParse(tidy.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) ? null : CatalogueProblems.AttributeNumber,
                _ => null,
            });
            kept[code] = type is AttributeType.Number ? number.ToString("0.###", CultureInfo.InvariantCulture) : tidy;
        }
        return kept;
    }
}
