using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Mail;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>Writes the e-mails that orders asked for; what is gone by then is not written about.</summary>
public sealed class OrderMailJob(ReadPurchases purchases, PlaceOrder place, OrderLetters letters, ShopLanguages languages, MallWriter writer) : IJob
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

        var forShop = OrderLetters.IsForShop(mail.What);
        var to = forShop ? order!.Shop.Email : purchase.Purchase.Contact.Email;
        if (to.Length == 0)
        {
            return; // erased
        }

        var letter = letters.Write(mail, purchase, order, place.Token(mail.PurchaseId), forShop ? languages.Of(order!.Shop.Id) : purchase.Purchase.Language);
        await Queue(writer, to, letter);
    }

    /// <param name="mostAnHour">Nothing is written to an address that got so many e-mails in the last hour; null writes in any case.</param>
    internal static async Task Queue(MallWriter writer, string to, Letter letter, long? mostAnHour = null)
    {
        var queued = await writer.Write<Done>(s =>
        {
            if (mostAnHour is null || MailQueue.SentTo(s, to, s.Now - TimeSpan.FromHours(1)) < mostAnHour)
            {
                MailQueue.Send(s, to, letter);
            }

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
public sealed class MessageMailJob(ReadPurchases purchases, OrderMessages messages, PlaceOrder place, MallDatabase database, ShopLanguages languages, Mall.Settings.CurrentSettings settings, Texts texts, MallWriter writer) : IJob
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
        var language = said.FromShop ? purchase.Purchase.Language : languages.Of(asked.ShopId);
        var words = texts.In(language);
        var links = new Links(language);
        var url = settings.Value.Origin + (said.FromShop ? links.Purchase(id.Value, place.Token(id.Value)) : links.DeskPage(order.Shop.Slug, "orders/" + order.Order.Code));
        var from = said.FromShop ? order.Shop.Name : order.Order.Contact.Name;
        var letter = new LetterText(language, settings.Value).Say(words.Get("{0} writes:", from)).Say(said.Text).Link(words.Get("Answer"), url).Under(words.Get("A message about order {0}", Design.OrderWords.CodeOf(order.Order.Code)));
        await OrderMailJob.Queue(writer, said.FromShop ? purchase.Purchase.Contact.Email : order.Shop.Email, letter);
    }
}
