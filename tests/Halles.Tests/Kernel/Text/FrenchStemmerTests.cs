using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class FrenchStemmerTests
{
    [Theory]
    [InlineData("chevaux", "cheval")]
    [InlineData("tableaux", "tableau")]
    [InlineData("baguettes", "baguette")]
    [InlineData("fromages", "fromage")]
    [InlineData("oeufs", "oeuf")]
    [InlineData("boulangere", "boulanger")]
    [InlineData("centrifugatrice", "centrifugateur")]
    [InlineData("mixeuse", "mixeur")]
    [InlineData("verres", "verre")]
    [InlineData("exclusive", "exclusif")]
    [InlineData("huitieme", "huit")]
    [InlineData("cheres", "chere")]
    public void Words_of_one_family_have_one_stem(string one, string other) => Stem(one).ShouldBe(Stem(other));

    [Theory]
    [InlineData("poisson", "poison")]
    [InlineData("pain", "pin")]
    [InlineData("cours", "courge")]
    public void Other_words_stay_apart_or_are_known_to_meet(string one, string other) =>
        (Stem(one) == Stem(other)).ShouldBe(one == "poisson");

    [Theory]
    [InlineData("ble")]
    [InlineData("os")]
    [InlineData("riz")]
    [InlineData("the")]
    public void Short_words_stay(string word) => Stem(word).ShouldBe(word);

    [Fact]
    public void No_word_grows_or_breaks_it() =>
        Prop.ForAll(Gen.Elements("abcdefghiorstuxnml".ToCharArray()).ListOf().Select(c => string.Concat(c)).ToArbitrary(),
            word => Stem(word).Length <= word.Length && (word.Length == 0 || Stem(word).Length > 0)).QuickCheckThrowOnFailure();

    private static string Stem(string word)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, FrenchStemmer.Stem(letters));
    }
}
