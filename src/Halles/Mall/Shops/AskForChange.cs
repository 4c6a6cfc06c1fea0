using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Shops;

/// <summary>The mall's office asks an applicant to change something before it decides; the applicant says when that is done.</summary>
public sealed class AskForChange(MallWriter writer)
{
    private const int LongestWish = 1_000;

    /// <summary>Asks, by e-mail and on the shop's desk. A second wish takes the place of the first.</summary>
    /// <param name="wish">What is to be changed.</param>
    public Task<Result<Done>> Run(Guid shop, string? wish, Guid actor)
    {
        var check = new FieldChecks();
        var words = check.Text("wish", wish, LongestWish);
        return check.Problem is { } problem ? Task.FromResult<Result<Done>>(problem) : Write(shop, actor, "ask-for-change", (s, found) =>
        {
            found.AskedChange = words;
            ShopMail.Ask(s, shop, ShopMailKind.ChangeAsked, words);
        });
    }

    /// <summary>The shop says that it is done.</summary>
    public Task<Result<Done>> Answer(Guid shop, Guid actor) => Write(shop, actor, "answer-change", (_, found) => found.AskedChange = null);

    private Task<Result<Done>> Write(Guid shop, Guid actor, string action, Action<WriteSession, Shop> change) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<Shop>(shop) is not { } found)
            {
                return ShopProblems.None;
            }

            if (found.State is not ShopState.Applied)
            {
                return ShopProblems.NoSuchStep;
            }

            change(s, found);
            found.Version++;
            s.Audit(new AuditEntry(actor, action, shop, shop));
            s.Changed(Topic.Shop, shop, shop);
            return default(Done);
        },
        Lane.Office,
        LockKey.Of(LockKind.Shop, shop));
}
