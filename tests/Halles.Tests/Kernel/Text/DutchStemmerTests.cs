using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class DutchStemmerTests
{
    [Theory]
    [InlineData("lampen", "lamp")]
    [InlineData("tafels", "tafel")]
    [InlineData("huizen", "huis")]
    [InlineData("kazen", "kaas")]
    [InlineData("brieven", "brief")]
    [InlineData("flessen", "fles")]
    [InlineData("waterflessen", "waterfles")]
    [InlineData("kaarsen", "kaars")]
    [InlineData("fietsen", "fiets")]
    [InlineData("laarzen", "laars")]
    [InlineData("kussens", "kussen")]
    [InlineData("kopjes", "kop")]
    [InlineData("courgettes", "courgette")]
    [InlineData("groenten", "groente")]
    [InlineData("bosbessen", "bosbes")]
    [InlineData("aardbeien", "aardbei")]
    [InlineData("tomaten", "tomaat")]
    [InlineData("appelen", "appels")]
    [InlineData("rode", "rood")]
    [InlineData("witte", "wit")]
    [InlineData("verse", "vers")]
    [InlineData("paarse", "paars")]
    public void Words_of_one_family_have_one_stem(string one, string other) => Stem(one).ShouldBe(Stem(other));

    [Theory]
    [InlineData("kaars", "kaart")]
    [InlineData("lamp", "lam")]
    [InlineData("kers", "kerst")]
    [InlineData("pan", "pannenkoek")]
    public void Other_words_stay_apart(string one, string other) => Stem(one).ShouldNotBe(Stem(other));

    [Theory]
    [InlineData("thee")]
    [InlineData("koffie")]
    [InlineData("yoghurt")]
    [InlineData("mes")]
    [InlineData("ui")]
    public void Words_without_an_ending_stay(string word) => Stem(word).ShouldBe(word);

    [Fact]
    public void No_word_grows_or_breaks_it() =>
        Prop.ForAll(Gen.Elements("aeioujstdenzvygbr".ToCharArray()).ListOf().Select(c => string.Concat(c)).ToArbitrary(),
            word => Stem(word).Length <= word.Length).QuickCheckThrowOnFailure();

    private static string Stem(string word)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, DutchStemmer.Stem(letters));
    }
}
