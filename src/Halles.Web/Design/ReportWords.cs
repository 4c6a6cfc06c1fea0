using Halles.Mall.Reports;
using Halles.Web.Text;

namespace Halles.Web.Design;

/// <summary>Reports and decisions in words, the same for who reported, for the shop and for the office.</summary>
public static class ReportWords
{
    /// <summary>Why something is reported.</summary>
    public static string Reason(this LanguageTexts words, ReportReason reason) => reason switch
    {
        ReportReason.Dangerous => words.Get("Dangerous, or unfit for use"),
        ReportReason.Prohibited => words.Get("May not be sold or shown"),
        ReportReason.Counterfeit => words.Get("A fake, or somebody else’s work or brand"),
        ReportReason.Misleading => words.Get("Misleads buyers"),
        ReportReason.Hateful => words.Get("Insults, threatens or stirs up hatred"),
        ReportReason.Privacy => words.Get("Shows a person or their data without leave"),
        ReportReason.Children => words.Get("Sexual abuse of children"),
        _ => words.Get("Something else against the law or the terms"),
    };

    /// <summary>What a decision does.</summary>
    public static string Outcome(this LanguageTexts words, ReportDecision decision) => decision.Measure switch
    {
        ReportMeasure.PhotoRemoved => words.Get("The photo is removed from the product."),
        ReportMeasure.ProductWithdrawn => words.Get("The product is taken off sale."),
        ReportMeasure.ShopSuspended => words.Get("The shop is suspended: shoppers no longer see it."),
        _ => decision.Before is ReportMeasure.None ? words.Get("What was reported stays as it is.") : words.Get("What was decided before is taken back."),
    };

    /// <summary>What a decision rests on; empty where nothing is done.</summary>
    public static string Basis(this LanguageTexts words, ReportDecision decision, Func<string, string>? theirs = null)
    {
        var rule = theirs is null ? decision.Rule : theirs(decision.Rule);
        return decision.Ground switch
        {
            Ground.Law => words.Get("By law: {0}", rule),
            Ground.Terms => words.Get("By the terms of the market: {0}", rule),
            _ => rule,
        };
    }

    /// <summary>Who decided: never a program.</summary>
    public static string ByPeople(this LanguageTexts words) => words.Get("A person of the market’s office decided this, without automated means.");

    /// <summary>What can be done against a decision.</summary>
    /// <param name="until">Until when the market's office can be asked to decide anew; null when it no longer can.</param>
    public static string Redress(this LanguageTexts words, string? until) =>
        (until is null ? "" : words.Get("Until {0} you can object, free of charge: the office then decides anew, by somebody else where there is somebody.", until) + " ")
        + words.Get("A certified body for settling disputes out of court, and the courts, are open to you.");

    /// <summary>What a report is about, in few words: the product's name, or the shop's.</summary>
    public static string Thing(this Report report, string language) =>
        report.Evidence is not { } evidence ? report.Code
        : report.Subject is ReportedThing.Shop || evidence.Title.Best(language) is not { Length: > 0 } name ? evidence.Shop
        : $"{name} · {evidence.Shop}";
}
