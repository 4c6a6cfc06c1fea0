using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>Writes the e-mails that orders asked for; what is gone by then is not written about.</summary>
public sealed class OrderMailJob(ReadPurchases purchases, PlaceOrder place, OrderLetters letters, TeamPost team, ShopLanguages languages, MallWriter writer) : IJob
{
    public string Kind => OrderMail.JobKind;

    public async Task Run(string payload, CancellationToken stop)
    {
        var mail = JsonSerializer.Deserialize<OrderMail>(payload, Json.Stored)!;
        if (purchases.FindForMail(mail.PurchaseId) is not { } purchase)
        {
            return;
        }

        var order = mail.OrderId is null ? null : purchase.Orders.FirstOrDefault(o => o.Order.Id == mail.OrderId);
        if (mail.OrderId is not null && order is null)
        {
            return;
        }

        var readers = OrderLetters.IsForShop(mail.What)
            ? team.Readers(order!.Shop.Id, TeamLetter.Orders, order.Shop.Email, languages.Of(order.Shop.Id))
            : [new LetterReader(purchase.Purchase.Contact.Email, purchase.Purchase.Language)];
        var key = place.Token(mail.PurchaseId);
        await Queue(writer, [.. readers.Where(r => r.Email.Length > 0 /* else erased */).Select(r => (r.Email, letters.Write(mail, purchase, order, key, r.Language)))]);
    }

    /// <summary>Writes letters, all or none.</summary>
    internal static Task Queue(MallWriter writer, IReadOnlyList<(string To, Letter Letter)> letters) => Queue(writer, s =>
    {
        foreach (var (to, letter) in letters)
        {
            MailQueue.Send(s, to, letter);
        }
    });

    /// <param name="mostAnHour">Nothing is written to an address that got so many e-mails in the last hour; null writes in any case.</param>
    internal static Task Queue(MallWriter writer, string to, Letter letter, long? mostAnHour = null) => Queue(writer, s =>
    {
        if (mostAnHour is null || MailQueue.SentTo(s, to, s.Now - TimeSpan.FromHours(1)) < mostAnHour)
        {
            MailQueue.Send(s, to, letter);
        }
    });

    /// <summary>Writes letters in one transaction; what cannot be written now is tried again by the job.</summary>
    internal static async Task Queue(MallWriter writer, Action<WriteSession> write)
    {
        var queued = await writer.Write<Done>(s =>
        {
            write(s);
            return default(Done);
        });
        if (!queued.Ok)
        {
            throw new InvalidOperationException(queued.Problem!.Code);
        }
    }
}

/// <summary>The language in which a shop is written to.</summary>
public sealed class ShopLanguages(MallDatabase database)
{
    public string Of(Guid shop) => database.Read(sql => sql.Scalar<string>("SELECT language FROM shops WHERE id = $1", shop)) ?? "";
}

/// <summary>Tells the other side of a message by e-mail.</summary>
public sealed class MessageMailJob(ReadPurchases purchases, OrderMessages messages, PlaceOrder place, MallDatabase database, TeamPost team, ShopLanguages languages, Mall.Settings.CurrentSettings settings, Texts texts, MallWriter writer) : IJob
{
    public string Kind => OrderMessages.MailJob;

    public async Task Run(string payload, CancellationToken stop)
    {
        var asked = JsonSerializer.Deserialize<MessageMail>(payload, Json.Stored)!;
        var id = database.Read(sql => sql.Scalar<Guid?>("SELECT purchase_id FROM orders WHERE shop_id = $1 AND id = $2", asked.ShopId, asked.OrderId));
        if (id is null || purchases.FindForMail(id.Value) is not { } purchase || messages.Of(asked.ShopId, asked.OrderId).Find(m => m.Id == asked.MessageId) is not { Read: false } said)
        {
            return; // read on the screen meanwhile
        }

        var order = purchase.Orders.First(o => o.Order.Id == asked.OrderId);
        if (said.FromShop)
        {
            var url = new Links(purchase.Purchase.Language).Purchase(id.Value, place.Token(id.Value));
            await OrderMailJob.Queue(writer, purchase.Purchase.Contact.Email, Said(purchase.Purchase.Language, order.Shop.Name, said, url).Under(Subject(order, purchase.Purchase.Language)));
            return;
        }

        var readers = team.Readers(asked.ShopId, TeamLetter.Messages, order.Shop.Email, languages.Of(asked.ShopId));
        await OrderMailJob.Queue(writer, [.. readers.Select(r => (r.Email, team.End(
            Said(r.Language, order.Order.Contact.Name, said, new Links(r.Language).DeskPage(order.Shop.Slug, "orders/" + order.Order.Code)), order.Shop.Slug, r.Language, Subject(order, r.Language))))]);
    }

    private LetterText Said(string language, string from, Said said, string path) => new LetterText(language, settings.Value)
        .Say(texts.In(language).Get("{0} writes:", from)).Say(said.Text).Link(texts.In(language).Get("Answer"), settings.Value.Origin + path);

    private string Subject(OrderDetail order, string language) => texts.In(language).Get("A message about order {0}", Design.OrderWords.CodeOf(order.Order.Code));
}
