using Halles.Mall.Reports;

namespace Halles.Web.Pages.Operator;

/// <summary>Reports in words for the office.</summary>
internal static class OfficeReportWords
{
    /// <summary>What a report is about.</summary>
    public static string Thing(this PageContext page, ReportedThing thing) => thing switch
    {
        ReportedThing.Photo => page.Words.Get("a photo"),
        ReportedThing.Product => page.Words.Get("a product"),
        _ => page.Words.Get("a shop"),
    };
}
