using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Mall.Stock;
using Halles.Mall.Storefront;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>
/// Every minute, writes to those who wait for goods that are back. The wish goes in the transaction that writes its
/// e-mail, so that each is answered once; goods that shoppers cannot have yet (a holiday, a storefront behind) wait.
/// </summary>
public sealed class BackInStockJob(StockWishes wishes, Storefront storefront, CurrentSettings settings, Texts texts, MallWriter writer) : IJob
{
    private const int Page = 200;

    public string Kind => "back-in-stock";

    public TimeSpan? Every => TimeSpan.FromMinutes(1);

    public async Task Run(string payload, CancellationToken stop)
    {
        if (!storefront.Ready)
        {
            return;
        }

        var after = Guid.Empty;
        while (!stop.IsCancellationRequested && wishes.Due(after, Page) is { Count: > 0 } due)
        {
            after = due[^1].Id;
            foreach (var wish in due)
            {
                await Answer(wish);
            }
        }

        await writer.Write(StockWishes.Forget);
    }

    private async Task Answer(StockWish wish)
    {
        var language = settings.Value.Spoken(wish.Language);
        if (storefront.Offers([wish.VariantId], language).GetValueOrDefault(wish.VariantId) is not { Product.Shop.TakesOrders: true, Variant.Stock.CanBeHad: true } offer)
        {
            return;
        }

        var letter = Letter(offer, language);
        await writer.Write<Done>(s =>
        {
            if (StockWishes.Take(s, wish))
            {
                MailQueue.Send(s, wish.Email, letter);
            }

            return default(Done);
        });
    }

    private Letter Letter(Offer offer, string language)
    {
        var (words, links, product) = (texts.In(language), new Links(language), offer.Product);
        var name = offer.Variant.Words.Length > 0 ? $"{product.Name.Text}, {offer.Variant.Words}" : product.Name.Text;
        var url = settings.Value.Origin + Links.With(links.Product(product.Shop.Slug, product.Handle), [new("sku", offer.Variant.Sku)]);
        return new LetterText(language, settings.Value)
            .Say(words.Get("{0} is back at {1}.", name, product.Shop.Name))
            .Link(words.Get("See it"), url)
            .Say(words.Get("You asked to be told, on our pages. This is the only e-mail about it: your address is no longer kept for this."))
            .Under(words.Get("Back: {0}", name));
    }
}
