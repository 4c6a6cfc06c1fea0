using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class TyposTests
{
    [Theory]
    [InlineData("pain", "pain", 0)]
    [InlineData("fromage", "formage", 1)]
    [InlineData("fromage", "fromge", 1)]
    [InlineData("fromage", "fromagee", 1)]
    [InlineData("fromage", "fronage", 1)]
    [InlineData("boulangerie", "bulangreie", 2)]
    [InlineData("", "ab", 2)]
    [InlineData("ca", "abc", 3)]
    public void Slips_are_counted(string a, string b, int distance)
    {
        Typos.Distance(a, b, 5).ShouldBe(distance);
        Typos.Distance(b, a, 5).ShouldBe(distance);
    }

    [Theory]
    [InlineData("pian", "pain", false)]
    [InlineData("formage", "fromage", true)]
    [InlineData("farmoge", "fromage", false)]
    [InlineData("bulangreie", "boulangerie", true)]
    public void One_slip_is_forgiven_from_5_letters_and_two_from_9(string typed, string word, bool forgiven) =>
        (Typos.Distance(typed, word, Typos.Allowed(typed.Length)) <= Typos.Allowed(typed.Length)).ShouldBe(forgiven);

    [Fact]
    public void The_bound_changes_how_long_it_takes_and_not_what_comes_out() =>
        Prop.ForAll(Words().Zip(Words()).Zip(Gen.Choose(0, 4)).ToArbitrary(), sample =>
        {
            var ((a, b), most) = sample;
            return Typos.Distance(a, b, most) == Math.Min(Typos.Distance(a, b, 1_000), most + 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_words_are_compared_too() => Typos.Distance(new string('a', 300), new string('a', 299) + "b", 2).ShouldBe(1);

    private static Gen<string> Words() => Gen.Elements('a', 'b', 'c').ListOf().Select(c => string.Concat(c));
}
