using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Orders;
using Halles.Mall.Baskets;

namespace Halles.Mall.Checkout;

/// <summary>For guests who lost the link to what they ordered: it is sent once more, to the address they ordered with.</summary>
public sealed class GuestPurchases
{
    /// <summary>The kind of the job that writes the e-mail.</summary>
    public const string JobKind = "guest-links";

    private const int Most = 20;

    /// <summary>Older purchases are not written about; returns and guarantees are asked for by then.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    private readonly MallDatabase _database;
    private readonly MallWriter _writer;
    private readonly ReadPurchases _purchases;
    private readonly Secret _secret;
    private readonly TimeProvider _clock;

    internal GuestPurchases(MallDatabase database, MallWriter writer, ReadPurchases purchases, Secret secret, TimeProvider clock) =>
        (_database, _writer, _purchases, _secret, _clock) = (database, writer, purchases, secret, clock);

    /// <summary>
    /// Has the links sent. The answer is the same, and takes as long, whether anybody ordered with this address or not.
    /// </summary>
    /// <param name="language">The language to write in.</param>
    public async Task<Result<Done>> Ask(string? email, string language)
    {
        if (!EmailAddress.TryParse(email, out var address, out var wrong))
        {
            return wrong!.On("email");
        }

        return await _writer.Write<Done>(s =>
        {
            JobQueue.Enqueue(s, JobKind, new GuestLinks(address.Key, language), key: $"{JobKind}:{Buyers.Guest(_secret, address.Key)}");
            return default(Done);
        }).ConfigureAwait(false);
    }

    /// <summary>What was ordered with an address by somebody who was not signed in, newest first.</summary>
    public IReadOnlyList<PurchaseDetail> Of(string email)
    {
        var found = _database.Read(sql => sql.List(
            "SELECT purchase_id, max(placed_at) FROM orders WHERE buyer = $1 AND placed_at > $2 GROUP BY purchase_id ORDER BY 2 DESC LIMIT $3",
            r => r.Id(0), Buyers.Guest(_secret, email), _clock.GetUtcNow() - Kept, Most));
        return [.. found.Select(_purchases.FindForMail).OfType<PurchaseDetail>().Where(p => string.Equals(p.Purchase.Contact.Email, email, StringComparison.OrdinalIgnoreCase))]; // not erased meanwhile
    }
}

/// <summary>What the job is asked for: the links of all that was ordered with this address, in this language.</summary>
public sealed record GuestLinks(string Email, string Language);
