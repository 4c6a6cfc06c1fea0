using Halles.Mall.Identity;
using Halles.Mall.Mail;
using Halles.Mall.Settings;
using Halles.Web.Pages;
using Halles.Web.Text;

namespace Halles.Web.Mails;

/// <summary>Whom a shop's letters go to: those of its team who want them, each in their language.</summary>
public sealed class TeamPost(TeamLetters team, CurrentSettings settings, Texts texts, TimeProvider clock)
{
    private const int Morning = 7, Noon = 12, Evening = 21;

    /// <summary>The mall's clock.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone);

    /// <summary>Whether it is the time of day for letters that can wait: nobody's telephone rings at night because of them.</summary>
    public bool IsDay => Hour is >= Morning and < Evening;

    /// <summary>Whether it is the time for what is told of a day before it begins.</summary>
    public bool IsMorning => Hour is >= Morning and < Noon;

    private int Hour => TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).Hour;

    /// <summary>Those who want a letter, in a language that the mall speaks.</summary>
    public IReadOnlyList<LetterReader> Readers(Guid shop, TeamLetter letter) =>
        team.Readers(shop, letter).ConvertAll(r => r with { Language = settings.Value.Spoken(r.Language) });

    /// <summary>The same for a letter that somebody must read: where nobody wants it, it goes to the shop's own address.</summary>
    public IReadOnlyList<LetterReader> Readers(Guid shop, TeamLetter letter, string address, string language) =>
        Readers(shop, letter) is { Count: > 0 } readers ? readers : [new LetterReader(address, settings.Value.Spoken(language))];

    /// <summary>Ends a letter with the way to where each of the team chooses which ones come.</summary>
    public Letter End(LetterText letter, string shop, string language, string subject) => letter
        .FineLink(texts.In(language).Get("Choose which e-mails you get"), settings.Value.Origin + new Links(language).DeskPage(shop, "settings/letters"))
        .Under(subject);
}
