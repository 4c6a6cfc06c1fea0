using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Reports;

/// <summary>A report as it is sent.</summary>
/// <param name="Product">Null when the shop is meant.</param>
/// <param name="Media">Hash of the photo that is meant; null when the product or the shop is.</param>
/// <param name="GoodFaith">Whether they declare that they believe in good faith what they say.</param>
/// <param name="Person">Who is signed in.</param>
public sealed record ReportInput(
    Guid Shop, Guid? Product, string? Media, ReportReason? Reason, string? Words, string? Name, string? Email, bool GoodFaith, Guid? Person, string Language);

/// <summary>Takes a report in, with what was shown at that moment, and has its arrival confirmed by e-mail (Regulation (EU) 2022/2065, art. 16).</summary>
public sealed class SendReport(MallWriter writer)
{
    /// <summary>The longest explanation.</summary>
    public const int MostWords = 5_000;

    /// <summary>So many reports of one address are taken in a day.</summary>
    public const int MostADay = 20;

    private const int CodeLength = 8, MostName = 100;

    /// <summary>Keeps the report and answers with its id; the same sent twice is one report.</summary>
    public Task<Result<Guid>> Run(ReportInput input)
    {
        var check = new FieldChecks();
        check.Add("reason", input.Reason is null ? FieldProblems.NotOffered : null);
        var words = check.Text("words", input.Words, MostWords);
        var nameless = input.Reason is ReportReason.Children;
        var name = nameless ? check.TextOrNull("name", input.Name, MostName) ?? "" : check.Text("name", input.Name, MostName);
        string? email = null;
        if (!nameless || !string.IsNullOrWhiteSpace(input.Email))
        {
            check.Add("email", EmailAddress.TryParse(input.Email, out var address, out var wrong) ? null : wrong);
            email = wrong is null ? address.Key : null;
        }

        check.Add("good-faith", input.GoodFaith ? null : ReportProblems.GoodFaith);
        return check.Problem is { } problem
            ? Task.FromResult<Result<Guid>>(problem)
            : writer.Write(s => Write(s, input with { Words = words, Name = name, Email = email }), Lane.Office, LockKey.Of(LockKind.Shop, input.Shop));
    }

    private static Result<Guid> Write(WriteSession s, ReportInput input)
    {
        if (input.Email is not null && s.Sql.Scalar<long>("SELECT count(*) FROM reports WHERE email = $1 AND at > $2", input.Email, s.Now.AddDays(-1)) >= MostADay)
        {
            return ReportProblems.TooMany;
        }

        if (TakeEvidence.Of(s.Db, input.Shop, input.Product) is not { } evidence || (input.Media is not null && (input.Product is null || !evidence.Photos.Contains(input.Media))))
        {
            return ReportProblems.NothingThere;
        }

        var same = s.Db.Set<Report>().Where(r => r.ShopId == input.Shop && r.State == ReportState.Waiting && r.ProductId == input.Product && r.Media == input.Media && r.Email == input.Email && r.Words == input.Words!).Select(r => r.Id).ToList();
        if (same.Count > 0)
        {
            return same[0];
        }

        var report = new Report
        {
            ShopId = input.Shop,
            Id = s.NewId(),
            Code = NewCode(s),
            Subject = input.Media is not null ? ReportedThing.Photo : input.Product is not null ? ReportedThing.Product : ReportedThing.Shop,
            ProductId = input.Product,
            Media = input.Media,
            Reason = input.Reason!.Value,
            Words = input.Words!,
            Name = input.Name!,
            Email = input.Email,
            PersonId = input.Person,
            Language = input.Language,
            Evidence = evidence,
            At = s.Now,
        };
        s.Db.Add(report);
        s.Audit(new AuditEntry(null, "send-report", Guid.Empty, report.Id, report.Code)); // not the shop's: it does not read who reports
        s.Changed(Topic.Report, Guid.Empty, report.Id);
        ReportMail.Ask(s, report, ReportSide.Reporter, decision: null);
        return report.Id;
    }

    private static string NewCode(WriteSession s)
    {
        string code;
        do
        {
            code = Code.New(CodeLength).Value;
        }
        while (s.Sql.Scalar<long>("SELECT count(*) FROM reports WHERE code = $1", code) > 0);
        return code;
    }
}
