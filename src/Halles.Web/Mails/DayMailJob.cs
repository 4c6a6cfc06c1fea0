using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Statistics;
using Halles.Mall.Stock;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>
/// In the morning, tells those who want it what their shop sold yesterday and what waits today; nothing where there is none of
/// it. Once a day, however often the job runs.
/// </summary>
public sealed class DayMailJob(
    TeamLetters wanted, TeamPost team, ReadShop shops, ReadStatistics statistics, ReadOrders orders, OrderMessages messages, LowStock low, CurrentSettings settings, Texts texts, MallWriter writer, TimeProvider clock) : IJob
{
    public string Kind => "day-mail";

    public TimeSpan? Every => TimeSpan.FromMinutes(10);

    public async Task Run(string payload, CancellationToken stop)
    {
        if (!team.IsMorning)
        {
            return;
        }

        var today = team.Zone.DateAt(clock.GetUtcNow());
        var midnight = team.Zone.InstantOf(today, 0);
        foreach (var shop in wanted.Waiting(TeamLetter.Day, midnight))
        {
            stop.ThrowIfCancellationRequested();
            var day = Read(shop, today, midnight);
            var letters = day.IsEmpty ? [] : team.Readers(shop, TeamLetter.Day).Select(r => (r.Email, Letter: Write(shops.Find(shop)!, day, r.Language))).ToList();
            await OrderMailJob.Queue(writer, s =>
            {
                if (TeamLetters.Take(s, shop, TeamLetter.Day, midnight))
                {
                    letters.ForEach(l => MailQueue.Send(s, l.Email, l.Letter));
                }
            });
        }
    }

    private ShopDay Read(Guid shop, DateOnly today, DateTimeOffset midnight) => new(
        statistics.Of(shop, Period.Last(1, today.AddDays(-1))).Whole, orders.Today(shop, midnight), low.Lines(shop), messages.Unread(shop));

    private Letter Write(Shop shop, ShopDay day, string language)
    {
        var (words, links, mall) = (texts.In(language), new Links(language), settings.Value);
        var format = new Formats(words, mall.Country, team.Zone);
        var sold = format.Money(new Money(day.Yesterday.Sold, Currency.Parse(mall.Currency)));
        var letter = new LetterText(language, mall).Say(LetterText.Lines(
            Some(day.Yesterday.Orders, words.Count(day.Yesterday.Orders, "Yesterday: {0} order, {1}.", "Yesterday: {0} orders, {1}.", sold)),
            Some(day.Now.ToPrepare, words.Count(day.Now.ToPrepare, "{0} order waits to be prepared.", "{0} orders wait to be prepared.")),
            Some(day.Now.Late, words.Count(day.Now.Late, "{0} order is late.", "{0} orders are late.")),
            Some(day.Low, words.Count(day.Low, "{0} article is nearly sold out.", "{0} articles are nearly sold out.")),
            Some(day.Unread, words.Count(day.Unread, "{0} message is unread.", "{0} messages are unread."))));
        return team.End(
            letter.Link(words.Get("Go to your desk"), mall.Origin + links.DeskPage(shop.Slug)), shop.Slug, language, words.Get("Today at {0}", LetterText.Theirs(shop.Name)));

        static string Some(long number, string words) => number > 0 ? words : "";
    }

    private sealed record ShopDay(Funnel Yesterday, TodayFigures Now, long Low, int Unread)
    {
        public bool IsEmpty => Yesterday.Orders + Now.ToPrepare + Now.Late + Low + Unread == 0;
    }
}
