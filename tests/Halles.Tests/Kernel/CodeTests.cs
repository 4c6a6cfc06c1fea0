using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class CodeTests
{
    [Theory]
    [InlineData("7K2M-Q4", "7K2MQ4")]
    [InlineData(" 7k2m q4 ", "7K2MQ4")]
    [InlineData("oOiIlL", "001111")]
    [InlineData("7K2M–Q4", "7K2MQ4")]
    [InlineData("7K2M·Q4", "7K2MQ4")]
    public void What_people_type_is_read(string typed, string value) => Code.Parse(typed).Value.ShouldBe(value);

    [Theory]
    [InlineData("", "code-empty")]
    [InlineData(" - ", "code-empty")]
    [InlineData(null, "code-empty")]
    [InlineData("7KU2", "code-symbol")]
    [InlineData("7K2é", "code-symbol")]
    public void What_is_no_code_says_why(string? typed, string reason)
    {
        Code.TryParse(typed, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }

    [Fact]
    public void A_code_that_is_too_long_is_refused()
    {
        Code.TryParse(new string('A', Code.MaxLength + 1), out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(ValueProblems.CodeLong);
    }

    [Fact]
    public void It_is_shown_in_groups_of_four()
    {
        Code.Parse("7K2MQ4").Grouped.ShouldBe("7K2M-Q4");
        Code.Parse("H7K2M9Q4").Grouped.ShouldBe("H7K2-M9Q4");
        Code.Parse("7K2").Grouped.ShouldBe("7K2");
    }

    [Fact]
    public void New_codes_have_their_length_read_back_and_differ()
    {
        var codes = Enumerable.Range(0, 200).Select(_ => Code.New(12)).ToList();
        codes.ShouldAllBe(c => c.Value.Length == 12 && Code.Parse(c.Grouped) == c);
        codes.Distinct().Count().ShouldBe(200);
        codes.SelectMany(c => c.Value).Distinct().Count().ShouldBe(32);
    }

    [Fact]
    public void It_matches_what_means_the_same_and_nothing_else()
    {
        var code = Code.Parse("7K2MQ1");
        code.Matches("7k2m-ql").ShouldBeTrue();
        code.Matches("7K2MQ2").ShouldBeFalse();
        code.Matches("7K2MQ").ShouldBeFalse();
        code.Matches("").ShouldBeFalse();
        default(Code).Matches(default(Code)).ShouldBeFalse();
    }
}
