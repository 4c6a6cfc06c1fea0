using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Web.Design;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>
/// By day, tells a shop's team what has become few: one letter for all of it, at most one an hour. What is told is noted in
/// the transaction of the letter, so none is lost and none told twice.
/// </summary>
public sealed class LowStockMailJob(LowStock low, TeamPost team, ReadShop shops, CurrentSettings settings, Texts texts, MallWriter writer) : IJob
{
    private const int MostLines = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public string Kind => "low-stock-mail";

    public TimeSpan? Every => TimeSpan.FromMinutes(5);

    public async Task Run(string payload, CancellationToken stop)
    {
        await low.ForgetRisen();
        if (!team.IsDay)
        {
            return;
        }

        foreach (var shop in low.Shops())
        {
            stop.ThrowIfCancellationRequested();
            await Tell(shops.Find(shop)!);
        }
    }

    private async Task Tell(Shop shop)
    {
        var (lines, readers) = (low.Of(shop.Id), team.Readers(shop.Id, TeamLetter.LowStock));
        if (lines.Count == 0)
        {
            return; // filled up meanwhile
        }

        var letters = readers.Select(r => (r.Email, Letter: Write(shop, lines, r.Language))).ToList();
        await OrderMailJob.Queue(writer, s =>
        {
            if (letters.Count > 0 && !TeamLetters.Take(s, shop.Id, TeamLetter.LowStock, s.Now - Pause))
            {
                return; // with the next letter
            }

            LowStock.Told(s, shop.Id, lines);
            letters.ForEach(l => MailQueue.Send(s, l.Email, l.Letter));
        });
    }

    private Letter Write(Shop shop, List<LowLine> lines, string language)
    {
        var (words, links) = (texts.In(language), new Links(language));
        var format = new Formats(words, settings.Value.Country, team.Zone);
        var letter = new LetterText(language, settings.Value).Say(words.Get("These have become few:"));
        var (shown, rest) = (lines.Take(MostLines), lines.Count - MostLines);
        foreach (var store in shown.GroupBy(l => l.StoreId))
        {
            letter.Say(LetterText.Lines([
                lines.DistinctBy(l => l.StoreId).Skip(1).Any() ? LetterText.Theirs(store.First().StoreName) : "",
                .. store.Select(l => l.Available == 0
                    ? words.Get("{0}: sold out", NameOf(l))
                    : words.Get("{0}: {1} left", NameOf(l), format.QuantityOf(l.Available, l.StepUnit, l.StepSize))),
            ]));
        }

        var view = lines[0].Available > 0 ? "low" : "out"; // those of the first place, what is gone before the rest
        letter.Say(rest > 0 ? words.Get("and {0} more", format.Number(rest)) : "")
            .Link(words.Get("See the stock"), settings.Value.Origin + Links.With(links.DeskPage(shop.Slug, "stock"), [new("view", view), new("store", lines[0].StoreSlug)]));
        return team.End(letter, shop.Slug, language, words.Get("Nearly sold out at {0}", LetterText.Theirs(shop.Name)));
    }

    private static string NameOf(LowLine line) => LetterText.Theirs(line.Choice.Length > 0 ? $"{line.Name}, {line.Choice}" : line.Name);
}
