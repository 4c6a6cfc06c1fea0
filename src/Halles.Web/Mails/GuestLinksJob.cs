using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Checkout;
using Halles.Mall.Settings;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>Writes to a guest who lost them the links to all that was ordered with the address; nothing when that is nothing.</summary>
public sealed class GuestLinksJob(GuestPurchases guests, PlaceOrder place, CurrentSettings settings, Texts texts, MallWriter writer, TimeProvider clock) : IJob
{
    /// <summary>An address that got so many e-mails in the last hour, whatever about, gets none of these: nobody fills another's letter box.</summary>
    public const int MostMailsAnHour = 10;

    public string Kind => GuestPurchases.JobKind;

    public async Task Run(string payload, CancellationToken stop)
    {
        var asked = JsonSerializer.Deserialize<GuestLinks>(payload, Json.Stored)!;
        var purchases = guests.Of(asked.Email);
        if (purchases.Count == 0)
        {
            return;
        }

        var mall = settings.Value;
        var language = mall.Spoken(asked.Language);
        var (words, links) = (texts.In(language), new Links(language));
        var format = new Formats(words, mall.Country, TimeZoneInfo.FindSystemTimeZoneById(mall.TimeZone));
        var letter = new LetterText(language, mall).Say(words.Get("You asked for the links to what you ordered."));
        foreach (var purchase in purchases)
        {
            var shops = string.Join(", ", purchase.Orders.Select(o => LetterText.Theirs(o.Shop.Name)));
            letter.Say(words.Get("{0}: {1}", format.Moment(purchase.Purchase.PlacedAt, clock.GetUtcNow()), shops))
                .Link(words.Get("See my order"), mall.Origin + links.Purchase(purchase.Purchase.Id, place.Token(purchase.Purchase.Id)));
        }

        letter.Say(words.Get("If you did not ask for this, do nothing: nobody gets in without this e-mail."));
        await OrderMailJob.Queue(writer, asked.Email, letter.Under(words.Get("Your orders at {0}", mall.Name)), MostMailsAnHour);
    }
}
