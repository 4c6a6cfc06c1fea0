using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Messages;

/// <summary>A message as it is shown.</summary>
/// <param name="Read">True when the other side has opened it.</param>
public sealed record Said(Guid Id, bool FromShop, string Text, DateTimeOffset At, bool Read);

/// <summary>An order's talk in a list.</summary>
/// <param name="With">The other side: the shopper's name for a shop, the shop's for a shopper.</param>
/// <param name="Unread">Messages of the other side that nobody on this one has opened.</param>
public sealed record Talk(Guid OrderId, string Code, string With, string LastText, bool LastFromShop, DateTimeOffset LastAt, int Unread);

/// <summary>How writing a message can fail.</summary>
public static class MessageProblems
{
    public static readonly Problem Empty = new("message-empty", 422, "Write something first.") { Field = "text" };
    public static readonly Problem Long = new("message-long", 422, "A message has at most {0} characters.") { Field = "text", Args = [OrderMessages.MostLength] };
    public static readonly Problem Unfit = new("text-unfit", 422, "This text holds a character that cannot be kept. Please type it again.") { Field = "text" };
    public static readonly Problem NoSuchOrder = new("no-such-order", 404, "There is no such order.");
}

/// <summary>Messages between a shopper and a shop about an order.</summary>
public sealed class OrderMessages(MallDatabase database, MallWriter writer)
{
    /// <summary>The longest message in characters.</summary>
    public const int MostLength = 4_000;

    /// <summary>The job that tells the other side by e-mail, with the message's id.</summary>
    public const string MailJob = "message-mail";

    /// <summary>Writes a message; the other side is told by e-mail. Sending the same key twice writes it once.</summary>
    /// <param name="person">Who wrote it; null for a guest.</param>
    /// <param name="key">The form's idempotency key.</param>
    public Task<Result<Guid>> Post(Guid shop, Guid order, bool fromShop, Guid? person, string text, string key)
    {
        var said = text.ReplaceLineEndings("\n").Trim();
        var once = IdempotencyKey.For($"order:{order:N} message {(fromShop ? "shop" : "shopper")}", key, said);
        return said.Length is 0 ? Task.FromResult<Result<Guid>>(MessageProblems.Empty)
            : said.Length > MostLength ? Task.FromResult<Result<Guid>>(MessageProblems.Long)
            : !TextRules.CanBeKept(said) ? Task.FromResult<Result<Guid>>(MessageProblems.Unfit)
            : writer.WriteOnce(once, s => Write(s, shop, order, fromShop, person, said), Lane.Trade, [LockKey.Of(LockKind.Order, order)]);
    }

    /// <summary>The messages of an order, oldest first.</summary>
    public List<Said> Of(Guid shop, Guid order) => database.Read(sql => sql.List(
        "SELECT id, from_shop, text, at, read_at FROM messages WHERE shop_id = $1 AND order_id = $2 ORDER BY id",
        r => new Said(r.Id(0), r.Bool(1), r.Text(2), r.Instant(3), !r.IsNull(4)), shop, order));

    /// <summary>Marks what the other side wrote as opened; without anything new, nothing is written.</summary>
    public async Task MarkRead(Guid shop, Guid order, bool byShop)
    {
        var news = database.Read(sql => sql.Scalar<long>(
            "SELECT count(*) FROM messages WHERE shop_id = $1 AND order_id = $2 AND from_shop = $3 AND read_at IS NULL", shop, order, !byShop));
        if (news > 0)
        {
            await writer.Write<Done>(s =>
            {
                s.Sql.Execute("UPDATE messages SET read_at = $4 WHERE shop_id = $1 AND order_id = $2 AND from_shop = $3 AND read_at IS NULL", shop, order, !byShop, s.Now);
                s.Changed(Topic.Message, shop, order);
                return default(Done);
            }).ConfigureAwait(false);
        }
    }

    /// <summary>How many messages of shoppers nobody in the shop has opened.</summary>
    public int Unread(Guid shop) => database.Read(sql => (int)sql.Scalar<long>(
        "SELECT count(*) FROM messages WHERE shop_id = $1 AND from_shop = $2 AND read_at IS NULL", shop, false));

    /// <summary>How many messages of shops a person has not opened.</summary>
    public int UnreadOf(Guid person) => database.Read(sql => (int)sql.Scalar<long>(
        """
        SELECT count(*) FROM purchases p JOIN orders o ON o.purchase_id = p.id JOIN messages m ON m.shop_id = o.shop_id AND m.order_id = o.id
        WHERE p.person_id = $1 AND m.from_shop = $2 AND m.read_at IS NULL
        """, person, true));

    /// <summary>The shop's talks, the newest first.</summary>
    public List<Talk> Talks(Guid shop, int most = 100) => Talks("m.shop_id = $1", byShop: true, shop, most);

    /// <summary>The shop's talks with whoever placed the order of this code, the newest first.</summary>
    public List<Talk> TalksWith(Guid shop, string code, int most = 20) =>
        Talks("m.shop_id = $1 AND m.order_id IN (SELECT b.id FROM orders c JOIN orders b ON b.shop_id = c.shop_id AND b.buyer = c.buyer WHERE c.shop_id = $1 AND c.code = $4)", byShop: true, shop, most, code);

    /// <summary>A person's talks with all shops, the newest first.</summary>
    public List<Talk> TalksOf(Guid person, int most = 100) => Talks("(m.shop_id, m.order_id) IN (SELECT b.shop_id, b.id FROM purchases c JOIN orders b ON b.purchase_id = c.id WHERE c.person_id = $1)", byShop: false, person, most);

    private List<Talk> Talks(string whose, bool byShop, Guid id, int most, params object?[] more) => database.Read(sql => sql.List(
        $"""
        SELECT m.order_id, o.code, o.contact, s.name, m.text, m.from_shop, m.at,
            (SELECT count(*) FROM messages u WHERE u.shop_id = m.shop_id AND u.order_id = m.order_id AND u.from_shop = $2 AND u.read_at IS NULL)
        FROM messages m JOIN orders o ON o.shop_id = m.shop_id AND o.id = m.order_id JOIN shops s ON s.id = m.shop_id
        WHERE {whose} AND NOT EXISTS (SELECT 1 FROM messages l WHERE l.shop_id = m.shop_id AND l.order_id = m.order_id AND l.id > m.id)
        ORDER BY m.id DESC LIMIT $3
        """,
        r => new Talk(r.Id(0), r.Text(1), byShop ? r.Json<Orders.Contact>(2).Name : r.Text(3), r.Text(4), r.Bool(5), r.Instant(6), (int)r.Long(7)), [id, !byShop, most, .. more]));

    private static Result<Guid> Write(WriteSession s, Guid shop, Guid order, bool fromShop, Guid? person, string text)
    {
        if (s.Sql.Scalar<long>("SELECT count(*) FROM orders WHERE shop_id = $1 AND id = $2", shop, order) == 0)
        {
            return MessageProblems.NoSuchOrder;
        }

        var id = s.NewId();
        s.Sql.Execute(
            "INSERT INTO messages (shop_id, id, order_id, from_shop, person_id, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7)", shop, id, order, fromShop, person, text, s.Now);
        s.Changed(Topic.Message, shop, order);
        JobQueue.Enqueue(s, MailJob, new MessageMail(shop, order, id));
        return id;
    }
}

/// <summary>What the e-mail about a message is made from.</summary>
public sealed record MessageMail(Guid ShopId, Guid OrderId, Guid MessageId);
