using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Mail;
using Halles.Mall.Reports;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Web.Design;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>Confirms to who reported that it has come, and tells them and the shop what was decided, why, and how to object.</summary>
public sealed class ReportMailJob(ReadReports reports, ReadShop shops, CurrentSettings settings, Texts texts, MallWriter writer, TimeProvider clock) : IJob
{
    public string Kind => ReportMail.JobKind;

    public async Task Run(string payload, CancellationToken stop)
    {
        var mail = JsonSerializer.Deserialize<ReportMail>(payload, Json.Stored)!;
        if (reports.Find(mail.ReportId) is not { } file || shops.Find(mail.ShopId) is not { } shop)
        {
            return;
        }

        var decision = file.Decisions.FirstOrDefault(d => d.Id == mail.DecisionId);
        var (to, wanted) = mail.To is ReportSide.Shop ? (shop.Email, shop.Language) : (file.Report.Email, file.Report.Language);
        if (to is null)
        {
            return; // erased, or never said
        }

        var language = settings.Value.Spoken(wanted);
        var letter = decision is null ? Arrived(file.Report, language) : Decided(file, decision, mail.To, shop, language);
        await OrderMailJob.Queue(writer, to, letter, decision is null ? GuestLinksJob.MostMailsAnHour : null);
    }

    private Letter Arrived(Report report, string language)
    {
        var words = texts.In(language);
        return new LetterText(language, settings.Value)
            .Say(words.Get("We have your report about {0}.", LetterText.Theirs(report.Thing(language))) + " " + words.Get("A person of the market’s office looks at it. You are told what is decided."))
            .Link(words.Get("See my report"), Address(report, language))
            .Say(words.Get("If you did not send it, do nothing."))
            .Under(words.Get("Your report {0}", OrderWords.CodeOf(report.Code)));
    }

    private Letter Decided(ReportFile file, ReportDecision decision, ReportSide to, Shop shop, string language)
    {
        var (words, report, now) = (texts.In(language), file.Report, clock.GetUtcNow());
        var format = new Formats(words, settings.Value.Country, TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone));
        var thing = LetterText.Theirs(report.Thing(language));
        var code = OrderWords.CodeOf(report.Code);
        var letter = new LetterText(language, settings.Value)
            .Say(to is ReportSide.Shop ? words.Get("Somebody has reported {0}. The market’s office has looked at it and decided:", thing) : words.Get("You have reported {0}. The market’s office has looked at it and decided:", thing))
            .Say(words.Outcome(decision))
            .Say(LetterText.Theirs(decision.Facts))
            .Say(words.Basis(decision, LetterText.Theirs))
            .Say(words.ByPeople());
        letter.Say(words.Redress(file.Last == decision && file.Until(to, now) is { } until ? format.Day(until, now) : null));

        return (to is ReportSide.Shop
                ? letter.Link(words.Get("Go to your desk"), settings.Value.Origin + new Links(language).DeskPage(shop.Slug, $"decisions#{code}"))
                : letter.Link(words.Get("See my report"), Address(report, language)))
            .Under(words.Get("Decision {0}", code));
    }

    private string Address(Report report, string language) => settings.Value.Origin + new Links(language).Report(report.Id, reports.Key(report.Id));
}
