using System.Reflection;
using Halles.Mall.Orders;
using Halles.Web.Design;
using Halles.Web.Text;

namespace Halles.Web.Tests.Mails;

public sealed class ReasonWordsTests
{
    [Fact]
    public void Every_code_that_the_program_can_write_is_worded_in_french_and_english()
    {
        var codes = typeof(OrderReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToList();
        codes.Count.ShouldBeGreaterThan(5);
        OrderReasons.All.ShouldBe(codes, ignoreOrder: true);
        var texts = new Texts();
        foreach (var code in codes)
        {
            var (french, english) = (texts.In("fr").Reason(code), texts.In("en").Reason(code));
            french.ShouldNotBe(code);
            english.ShouldNotContain("-");
            french.ShouldNotBe(english, $"{code} has words in both");
        }
    }

    [Fact]
    public void Codes_are_written_by_their_names_alone()
    {
        foreach (var (path, lines) in Halles.Testing.Repository.Files("src/Halles/Mall/Orders", ".cs").Where(f => !f.Path.EndsWith("OrderReasons.cs", StringComparison.Ordinal)))
        {
            lines.ShouldNotContain(l => OrderReasons.All.Any(c => l.Contains($"\"{c}\"", StringComparison.Ordinal)), path);
        }
    }

    [Fact]
    public void A_persons_own_words_stay_as_they_are() => new Texts().In("fr").Reason("Four en panne").ShouldBe("Four en panne");
}
