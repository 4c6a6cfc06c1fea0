using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class FoldingTests
{
    [Theory]
    [InlineData("Crème BRÛLÉE", "creme brulee")]
    [InlineData("Cre\u0300me", "creme")]
    [InlineData("Œuf, Æble, Straße, STRAẞE", "oeuf, aeble, strasse, strasse")]
    [InlineData("Łódź Đakovo Smørrebrød þorn", "lodz dakovo smorrebrod thorn")]
    [InlineData("İstanbul ılık", "istanbul ilik")]
    [InlineData("Ελληνικός", "ελληνικοσ")]
    [InlineData("Ёлка й", "елка й")]
    [InlineData("l’huile l‘ail d´ici l`eau", "l'huile l'ail d'ici l'eau")]
    [InlineData("٣ ３ ३ m²", "3 3 3 m2")]
    [InlineData("ﬁn ﬄ Ａｂ", "fin ffl ab")]
    [InlineData("كِتَابٌ", "كتاب")]
    [InlineData("أزرق إبريق آلة مدرسة مستشفى", "ازرق ابريق اله مدرسه مستشفي")]
    [InlineData("١٢٫٥٠ شـــاي", "12.50 شاي")]
    [InlineData("soft\u00ADhyphen\u200B", "softhyphen")]
    [InlineData("a\u00A0b\u202Fc\td", "a b c\td")]
    [InlineData("हिन्दी 面包", "हिन्दी 面包")]
    [InlineData("", "")]
    public void Text_is_brought_to_the_form_that_search_compares(string text, string folded) => Folding.Fold(text).ShouldBe(folded);

    [Fact]
    public void Plain_text_is_not_copied()
    {
        const string Text = "pain de campagne";
        ReferenceEquals(Folding.Fold(Text), Text).ShouldBeTrue();
    }

    [Fact]
    public void Folding_twice_changes_nothing_and_never_outgrows_its_room() =>
        Prop.ForAll(Gen.Choose(1, 0xFFFF).Select(c => (char)c).ListOf().Select(c => string.Concat(c)).ToArbitrary(), text =>
        {
            var folded = Folding.Fold(text);
            return Folding.Fold(folded) == folded && folded.Length <= text.Length * Folding.MaxGrowth;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_single_character_stays_within_its_growth_and_is_folded_for_good()
    {
        for (var c = 1; c <= 0xFFFF; c++)
        {
            var folded = Folding.Fold(((char)c).ToString());
            folded.Length.ShouldBeLessThanOrEqualTo(Folding.MaxGrowth);
            Folding.Fold(folded).ShouldBe(folded, $"U+{c:X4}");
        }
    }
}
