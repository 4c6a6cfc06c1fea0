using Halles.Kernel;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class SynonymsTests
{
    [Fact]
    public void A_thing_has_other_names_in_its_own_language_and_in_another()
    {
        var (english, french) = (Synonyms.For(Language.English), Synonyms.For(Language.French));
        english.Own("laptop").ShouldBe(["notebook"]);
        english.Own("bedsid tabl").ShouldBe(["nightstand", "night tabl"]);
        english.Foreign("bread").ShouldBe(["pain"]);
        french.Foreign("pain").ShouldBe(["bread"]);
        french.Own(string.Join(' ', TextAnalysis.For(Language.French).Analyse("ordinateurs portables").Select(t => t.Text))).ShouldContain("laptop");
        french.Foreign("fromag").ShouldHaveSingleItem();
        english.Own("nothing").ShouldBeEmpty();
    }

    [Fact]
    public void Another_name_has_the_small_words_that_the_index_has() => Synonyms.For(Language.French).Own("backpack").ShouldBe(["sac a dos"]);

    [Fact]
    public void A_language_that_nobody_wrote_any_for_has_the_foreign_ones() => Synonyms.For(Language.Parse("nl")).Own("laptop").ShouldBeEmpty();
}
