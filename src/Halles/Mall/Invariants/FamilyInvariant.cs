using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>A row's shop is its parent's shop. A test holds these families against the tables of the database.</summary>
internal static class FamilyInvariant
{
    private const string Mall = "shop_id <> $1";

    /// <summary>
    /// Children, the column that names their parent, and the parents: a child's shop is its parent's. Rows that may be the
    /// mall's own, not a shop's, say which of them count.
    /// </summary>
    public static readonly IReadOnlyList<(string Child, string Key, string Parent, string? Only)> Families =
    [
        ("stores", "shop_id", "shops", null),
        ("memberships", "shop_id", "shops", null),
        ("team_letters", "shop_id", "shops", null),
        ("api_keys", "shop_id", "shops", "shop_id IS NOT NULL"),
        ("email_links", "shop_id", "shops", "shop_id IS NOT NULL"),
        ("shop_fulfilment", "shop_id", "shops", null),
        ("shop_payment", "shop_id", "shops", null),
        ("products", "shop_id", "shops", null),
        ("product_texts", "product_id", "products", null),
        ("product_photos", "product_id", "products", null),
        ("imports", "shop_id", "shops", null),
        ("import_parts", "import_id", "imports", null),
        ("import_remarks", "import_id", "imports", null),
        ("import_remarks", "product_id", "products", "product_id IS NOT NULL"),
        ("imported_products", "import_id", "imports", null),
        ("imported_products", "product_id", "products", null),
        ("import_marks", "product_id", "products", null),
        ("photo_fetches", "product_id", "products", null),
        ("photo_fetches", "import_id", "imports", "import_id IS NOT NULL"),
        ("variants", "product_id", "products", null),
        ("price_changes", "variant_id", "variants", null),
        ("category_change_products", "product_id", "products", null),
        ("bulk_edits", "shop_id", "shops", null),
        ("bulk_lines", "edit_id", "bulk_edits", null),
        ("bulk_lines", "product_id", "products", null),
        ("bulk_lines", "variant_id", "variants", "variant_id IS NOT NULL"),
        ("stock", "variant_id", "variants", null),
        ("stock", "store_id", "stores", null),
        ("stock_warnings", "variant_id", "variants", null),
        ("stock_warnings", "store_id", "stores", null),
        ("stock_counts", "variant_id", "variants", null),
        ("stock_counts", "store_id", "stores", null),
        ("stock_movements", "variant_id", "variants", null),
        ("stock_movements", "store_id", "stores", null),
        ("stock_wishes", "variant_id", "variants", null),
        ("product_totals", "product_id", "products", null),
        ("shop_days", "shop_id", "shops", null),
        ("promotions", "shop_id", "shops", null),
        ("promotion_targets", "promotion_id", "promotions", null),
        ("former_targets", "promotion_id", "promotions", null),
        ("former_categories", "product_id", "products", null),
        ("promotion_uses", "promotion_id", "promotions", null),
        ("promotion_uses", "order_id", "orders", null),
        ("basket_lines", "product_id", "products", null),
        ("basket_lines", "variant_id", "variants", null),
        ("orders", "shop_id", "shops", null),
        ("order_views", "shop_id", "shops", null),
        ("orders", "store_id", "stores", null),
        ("order_lines", "order_id", "orders", null),
        ("order_lines", "product_id", "products", null),
        ("order_lines", "variant_id", "variants", null),
        ("order_events", "order_id", "orders", null),
        ("holds", "order_id", "orders", null),
        ("holds", "variant_id", "variants", null),
        ("holds", "store_id", "stores", null),
        ("payments", "order_id", "orders", null),
        ("messages", "order_id", "orders", null),
        ("pickup_attempts", "store_id", "stores", null),
        ("withdrawn_photos", "product_id", "products", null),
        ("reports", "shop_id", "shops", null),
        ("reports", "product_id", "products", "product_id IS NOT NULL"),
        ("report_decisions", "report_id", "reports", null),
        ("report_appeals", "report_id", "reports", null),
        ("audit", "shop_id", "shops", Mall),
        ("changes", "shop_id", "shops", Mall),
        ("changes", "subject", "stores", "topic = 'Store'"),
        ("changes", "subject", "products", "topic = 'Product'"),
        ("changes", "subject", "variants", "topic = 'Stock'"),
        ("changes", "subject", "promotions", "topic = 'Promotion'"),
        ("changes", "subject", "orders", "topic IN ('Order', 'Message')"),
    ];

    public static Finding ShopsAgree(SqlSession sql)
    {
        var findings = new Findings(11, "A row's shop is its parent's shop.");
        foreach (var (child, key, parent, only) in Families)
        {
            object?[] args = only is Mall ? [Guid.Empty] : [];
            var where = only is null ? "" : $"WHERE {only}";
            findings.Look(sql.Scalar<long>($"SELECT count(*) FROM {child} {where}", args));
            var strays = $"SELECT shop_id, {key} FROM {child} {where} EXCEPT SELECT {(parent is "shops" ? "id, id" : "shop_id, id")} FROM {parent}";
            foreach (var stray in sql.List(strays, r => $"{child} of shop {r.Id(0)}: {key} {r.Id(1)}", args))
            {
                findings.Break(stray);
            }
        }

        return findings.Done();
    }
}
