using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class Iso11649Tests
{
    [Theory]
    [InlineData("RF18539007547034")]
    [InlineData("rf18 5390 0754 7034")]
    public void The_reference_of_the_standard_is_valid(string text) => Iso11649.Parse(text).Reference.ShouldBe("539007547034");

    [Fact]
    public void The_order_H7K2M9Q4_has_the_check_digits_05()
    {
        Iso11649.For("H7K2M9Q4").Value.ShouldBe("RF05H7K2M9Q4");
        Iso11649.For("h7k2-m9q4").Grouped.ShouldBe("RF05 H7K2 M9Q4");
    }

    [Theory]
    [InlineData("RF19539007547034", "reference-checksum")]
    [InlineData("RF18539007547043", "reference-checksum")]
    [InlineData("RF18", "reference-shape")]
    [InlineData("FR18539007547034", "reference-shape")]
    [InlineData("RF18539007547034É", "reference-shape")]
    [InlineData("RF181234567890123456789012", "reference-shape")]
    [InlineData(null, "reference-shape")]
    public void What_is_no_reference_says_why(string? text, string reason)
    {
        Iso11649.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }

    // A digit mistaken for another digit, or a letter for another letter: what modulo 97 is sure to notice.
    [Fact]
    public void What_is_made_is_valid_and_one_changed_character_is_noticed() =>
        Prop.ForAll(Gen.Choose(0, 7).Zip(Gen.Choose(1, 9)).ToArbitrary(), change =>
        {
            var reference = Iso11649.For(Code.New(8).Value);
            var wrong = reference.Value.ToCharArray();
            ref var symbol = ref wrong[4 + change.Item1];
            var kind = char.IsAsciiDigit(symbol) ? "0123456789" : "ABCDEFGHJKMNPQRSTVWXYZ";
            symbol = kind[(kind.IndexOf(symbol, StringComparison.Ordinal) + change.Item2) % kind.Length];
            return Iso11649.Parse(reference.Grouped) == reference && !Iso11649.TryParse(new string(wrong), out _, out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_cannot_be_a_reference_is_refused()
    {
        Should.Throw<FormatException>(() => Iso11649.For(""));
        Should.Throw<FormatException>(() => Iso11649.For("é"));
        Should.Throw<FormatException>(() => Iso11649.For(new string('1', 22)));
    }
}
