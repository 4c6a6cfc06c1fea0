using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Identity;
using Halles.Mall.Invariants;
using Halles.Mall.Orders;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall.Invariants;

public sealed class InvariantTests
{
    /// <summary>One fault for each check: what is done behind the program's back, and which invariant must notice.</summary>
    private static readonly (int Number, string Fault)[] Faults =
    [
        (1, "DELETE FROM purchases"),
        (1, "DELETE FROM orders WHERE state = 'Ready'"),
        (2, "UPDATE stock SET on_hand = on_hand + 1 WHERE held > 0"),
        (2, "UPDATE stock SET held = held - 1 WHERE held > 0"),
        (2, "DELETE FROM stock_movements WHERE reason = 'HandedOver'"),
        (2, "UPDATE holds SET state = 'Released' WHERE state = 'Live'"),
        (2, "UPDATE holds SET store_id = shop_id WHERE state = 'Live'"),
        (4, "INSERT INTO idempotency_keys (scope, idempotency_key, body, outcome, at) SELECT scope, 'another', body, outcome, at FROM idempotency_keys WHERE idempotency_key = 'k1'"),
        (4, "UPDATE orders SET purchase_id = (SELECT o.purchase_id FROM orders o WHERE o.shop_id = orders.shop_id ORDER BY o.purchase_id DESC LIMIT 1)"),
        (6, "UPDATE orders SET total = total + 1 WHERE state = 'Placed'"),
        (6, "UPDATE orders SET vat = vat + 1 WHERE state = 'Placed'"),
        (6, "UPDATE order_lines SET unit_price = unit_price + 1"),
        (6, "UPDATE order_lines SET tax_rate = 0"),
        (6, "UPDATE order_lines SET discounts = '[]' WHERE discounts <> '[]'"),
        (7, "UPDATE promotions SET uses = uses + 1"),
        (7, "UPDATE promotions SET limit_all = 0"),
        (7, "UPDATE promotions SET limit_person = 0"),
        (7, "DELETE FROM promotion_uses"),
        (8, "UPDATE orders SET state = 'Shipped' WHERE state = 'Placed'"),
        (8, "UPDATE order_events SET to_state = 'Collected' WHERE to_state = 'Accepted'"),
        (8, "DELETE FROM order_events WHERE to_state = 'Ready'"),
        (9, "DELETE FROM order_lines"),
        (9, "DELETE FROM payments"),
        (9, "DELETE FROM holds WHERE state = 'Live'"),
        (9, "DELETE FROM orders"),
        (10, "UPDATE orders SET placed_at = placed_at + 1"),
        (10, "UPDATE order_events SET at = at + 1"),
        (10, "UPDATE payments SET received_at = created_at + 1"),
        (10, "UPDATE stock_movements SET at = at + 1"),
        (10, "UPDATE holds SET created_at = created_at + 1"),
        (10, "UPDATE products SET created_at = created_at + 1"),
        (10, "UPDATE products SET published_at = created_at + 1"),
        (10, "UPDATE price_changes SET at = at + 1"),
        (10, "UPDATE shops SET created_at = created_at + 1"),
        (10, "UPDATE shops SET opened_at = created_at + 1"),
        (10, "UPDATE messages SET at = at + 1"),
        (10, "UPDATE messages SET read_at = at + 1"),
        (10, "UPDATE people SET created_at = created_at + 1"),
        (10, "UPDATE memberships SET since = since + 1"),
        (10, "UPDATE staff_roles SET since = since + 1"),
        (10, "UPDATE api_keys SET revoked_at = created_at + 1"),
        (10, "DELETE FROM changes WHERE topic = 'Settings'"),
        (10, "INSERT INTO audit (number, at, action, shop_id, subject, details, hash) SELECT number + 900, at + 1, 'change-hours', s.id, s.id, '', hash FROM audit JOIN shops s ON number = 1 AND slug = 'martin'"),
        (10, "UPDATE changes SET epoch = 9"),
        (11, "INSERT INTO audit (number, at, action, shop_id, subject, details, hash) SELECT number + 900, at, 'change-hours', s.id, s.id, '', hash FROM audit JOIN people s ON number = 1 AND erased_at IS NOT NULL"),
        (14, "UPDATE people SET name = 'Nadia Benali' WHERE erased_at IS NOT NULL"),
        (14, "UPDATE orders SET address = contact WHERE person_id IS NOT NULL"),
        (14, "UPDATE purchases SET contact = '{}' WHERE person_id IS NOT NULL"),
        (14, "INSERT INTO messages (shop_id, id, order_id, from_shop, text, at) SELECT shop_id, id, id, paid, 'Bonjour Nadia', 0 FROM orders WHERE person_id IS NOT NULL"),
        (14, "INSERT INTO saved_addresses (id, person_id, label, address) SELECT id, id, '', '{}' FROM people"),
        (14, "INSERT INTO person_keys (person_id, wrapped) SELECT p.id, a.hash FROM people p JOIN audit a ON a.number = 1"),
        (14, "INSERT INTO checkout_drafts (basket_id, draft, updated_at) SELECT id, '{}', 0 FROM people"),
        (14, $"UPDATE idempotency_keys SET scope = '{Buying.Nadia.Scope} place-purchase' WHERE idempotency_key = 'k1'"),
    ];

    [Theory, OnBothEngines]
    public async Task They_hold_on_a_mall_that_was_used_and_have_looked_at_something(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        var findings = Checks.All(town.Mall.Database);
        findings.Where(f => !f.Holds).Select(f => $"{f.Number} {string.Join("; ", f.Examples)}").ShouldBeEmpty();
        findings.ShouldAllBe(f => f.Looked > 0);
        findings.Select(f => f.Number).Distinct().ShouldBe([1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 14]);
    }

    [Theory, OnBothEngines]
    public async Task Each_check_notices_its_fault(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        var unnoticed = new List<string>();
        foreach (var (number, fault) in Faults)
        {
            if ((await Findings(town, fault)).All(f => f.Holds || f.Number != number))
            {
                unnoticed.Add($"{number}: {fault}");
            }
        }

        unnoticed.ShouldBeEmpty();

        Checks.All(town.Mall.Database).ShouldAllBe(f => f.Holds, "each fault was taken back");
    }

    [Theory, OnBothEngines]
    public async Task The_audit_check_notices_a_changed_row_and_a_missing_trigger(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        var drop = engine is Engine.Sqlite ? "DROP TRIGGER audit_no_update" : "DROP TRIGGER audit_no_update ON audit";
        await town.Mall.Write<int>(s => s.Sql.Execute(drop));
        Checks.All(town.Mall.Database).Where(f => !f.Holds).Select(f => f.Number).ShouldBe([12]);
        (await Findings(town, "UPDATE audit SET details = 'nothing' WHERE number = 1")).Single(f => f.Number == 12).Broken.ShouldBe(2);
    }

    // Plants the fault in a unit that is then refused, and checks inside it.
    private static async Task<IReadOnlyList<Finding>> Findings(Town town, string fault)
    {
        IReadOnlyList<Finding> findings = [];
        await town.Mall.Writer.Write<Done>(s =>
        {
            s.Sql.Execute(fault).ShouldBeGreaterThan(0, fault);
            findings = Checks.All(s.Sql);
            return StorageProblems.Stale;
        });
        return findings;
    }
}
