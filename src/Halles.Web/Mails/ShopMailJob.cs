using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>Tells a shop by e-mail what the market's office has decided about it.</summary>
public sealed class ShopMailJob(ReadShop shops, CurrentSettings settings, Texts texts, MallWriter writer) : IJob
{
    public string Kind => ShopMail.JobKind;

    public async Task Run(string payload, CancellationToken stop)
    {
        var mail = JsonSerializer.Deserialize<ShopMail>(payload, Json.Stored)!;
        if (shops.Find(mail.ShopId) is { } shop)
        {
            await OrderMailJob.Queue(writer, shop.Email, Write(mail, shop));
        }
    }

    private Letter Write(ShopMail mail, Shop shop)
    {
        var language = settings.Value.Spoken(shop.Language);
        var (words, name, market) = (texts.In(language), LetterText.Theirs(shop.Name), settings.Value.Name);
        var (subject, what) = mail.What switch
        {
            ShopMailKind.ChangeAsked => (words.Get("A change to your application for {0}", market), words.Get("The market’s office has looked at your application for {0} and asks you to change something:", name)),
            ShopMailKind.Approved => (words.Get("Welcome to {0}", market), words.Get("{0} is approved. It opens when you say so: your desk shows what is still to do.", name)),
            ShopMailKind.TurnedDown => (words.Get("Your application for {0}", market), words.Get("The market’s office has not accepted {0}, for this reason:", name)),
            ShopMailKind.Suspended => (words.Get("{0} is suspended", name), words.Get("The market’s office has suspended {0}. Shoppers no longer see it; orders that are placed are still to be handed over. The reason:", name)),
            ShopMailKind.Lifted => (words.Get("{0} is no longer suspended", name), words.Get("The suspension of {0} is lifted. It opens again when you say so.", name)),
            _ => (words.Get("{0} is closed", name), words.Get("The market’s office has closed {0} for good. Orders that are placed are still to be handed over. The reason:", name)),
        };
        var letter = new LetterText(language, settings.Value).Say(what).Say(LetterText.Theirs(mail.Words));
        if (mail.What is not ShopMailKind.TurnedDown)
        {
            letter.Link(words.Get("Go to your desk"), settings.Value.Origin + new Links(language).DeskPage(shop.Slug));
        }

        return letter.Say(settings.Value.Imprint.Email is { Length: > 0 } office ? words.Get("Questions? Write to us: {0}", office) : "").Under(subject);
    }
}
