using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Halles.Mall.Shops;

namespace Halles.Mall.Payments;

/// <summary>Sets in which ways a shop is paid.</summary>
public sealed class SetWaysOfPaying(MallDatabase database, MallWriter writer, TimeProvider clock)
{
    /// <summary>The present ways.</summary>
    public WaysOfPaying Of(Guid shop)
    {
        using var db = database.Read();
        return db.Find<PaymentTermsRow>(shop)?.Ways ?? WaysOfPaying.None;
    }

    /// <summary>Sets them. Another account to pay to asks again who it is (safety.md, 4).</summary>
    public Task<Result<Done>> Run(Guid shop, WaysOfPaying ways, Caller caller)
    {
        var check = new FieldChecks();
        var kept = ways with { Transfer = Checked(check, ways.Transfer) };
        return check.Problem is { } problem ? Task.FromResult<Result<Done>>(problem) : writer.Write<Done>(
            s =>
            {
                var getting = s.Db.Find<FulfilmentRow>(shop)?.Ways ?? WaysOfGetting.None;
                if ((kept.InStore && getting.Collect is null) || (kept.OnDelivery && getting.Deliver is null))
                {
                    return PaymentProblems.WayWithoutPlace.On(kept.InStore && getting.Collect is null ? "in-store" : "on-delivery");
                }

                var row = s.Db.Find<PaymentTermsRow>(shop);
                if (kept.Transfer is { } account && account != row?.Ways.Transfer && !caller.ProvedRecently(clock.GetUtcNow()))
                {
                    return IdentityProblems.ProveAgain;
                }

                if (row is null)
                {
                    s.Db.Add(new PaymentTermsRow { ShopId = shop, Ways = kept });
                }
                else
                {
                    row.Ways = kept;
                }

                s.Audit(new AuditEntry(caller.PersonId, "set-ways-of-paying", shop, shop, kept.Transfer is { } to ? Iban.Parse(to.Iban).Masked : ""));
                s.Changed(Topic.Shop, shop, shop);
                return default(Done);
            },
            Lane.Office,
            LockKey.Of(LockKind.Shop, shop));
    }

    private static BankAccount? Checked(FieldChecks check, BankAccount? account)
    {
        if (account is null)
        {
            return null;
        }

        check.Add("iban", Iban.TryParse(account.Iban, out var iban, out var problem) ? null : problem);
        return new BankAccount(check.Text("holder", account.Holder, 70), iban.Value, check.TextOrNull("bic", account.Bic, 11)?.ToUpperInvariant() ?? "");
    }
}

/// <summary>A shop opens with at least one way of being paid.</summary>
internal sealed class HasWayOfPaying : IOpeningCheck
{
    public OpeningTask Task => OpeningTask.Paying;

    public Problem? Missing(SqlSession sql, Guid shop) =>
        sql.List("SELECT ways FROM shop_payment WHERE shop_id = $1", r => r.Json<WaysOfPaying>(0), shop).FirstOrDefault() is { } ways && ways != WaysOfPaying.None ? null : PaymentProblems.NoWay;
}
