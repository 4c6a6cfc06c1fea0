using Halles.Kernel;

namespace Halles.Mall.Reports;

/// <summary>How reporting, deciding and objecting are refused.</summary>
public static class ReportProblems
{
    public static readonly Problem None = new("no-such-report", 404, "There is no such report, or the link to it is not complete.");
    public static readonly Problem NothingThere = new("nothing-to-report", 404, "What you want to report is not shown here.");
    public static readonly Problem GoodFaith = new("report-good-faith", 422, "Confirm this, then send the report.") { Field = "good-faith" };
    public static readonly Problem TooMany = new("too-many-reports", 429, "So many reports have come from this address today. Go on tomorrow, or write to the market.");
    public static readonly Problem NoAppeal = new("no-appeal", 409, "This decision can no longer be objected to.");
    public static readonly Problem NoSuchMeasure = new("no-such-measure", 422, "This cannot be done about what was reported.") { Field = "measure" };
    public static readonly Problem GroundMissing = new("measure-ground-missing", 422, "Say whether the law or the market’s terms ask for it.") { Field = "ground" };
    public static readonly Problem AnotherDecides = new("another-decides", 403, "Who took the decision does not decide on the objection to it: somebody else of the office does.");
}
