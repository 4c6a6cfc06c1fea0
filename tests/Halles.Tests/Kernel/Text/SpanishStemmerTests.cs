using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class SpanishStemmerTests
{
    [Theory]
    [InlineData("flores", "flor")]
    [InlineData("panes", "pan")]
    [InlineData("mesas", "mesa")]
    [InlineData("rojos", "roja")]
    [InlineData("luces", "luz")]
    [InlineData("dulces", "dulce")]
    [InlineData("aceites", "aceite")]
    [InlineData("sofas", "sofa")]
    [InlineData("menus", "menu")]
    [InlineData("chips", "chip")]
    [InlineData("ojos", "ojo")]
    [InlineData("limones", "limon")]
    [InlineData("artesanales", "artesanal")]
    [InlineData("organicos", "organica")]
    [InlineData("deliciosos", "delicioso")]
    [InlineData("tostadoras", "tostadores")]
    [InlineData("decoraciones", "decoracion")]
    [InlineData("tecnologias", "tecnologia")]
    public void Words_of_one_family_have_one_stem(string one, string other) => Stem(one).ShouldBe(Stem(other));

    [Theory]
    [InlineData("helado", "hielo")]
    [InlineData("queso", "quien")]
    [InlineData("vaso", "vasija")]
    [InlineData("carta", "cartera")]
    public void Other_words_stay_apart(string one, string other) => Stem(one).ShouldNotBe(Stem(other));

    [Theory]
    [InlineData("pan")]
    [InlineData("flor")]
    [InlineData("jabon")]
    public void Words_without_an_ending_stay(string word) => Stem(word).ShouldBe(word);

    [Fact]
    public void No_word_grows_or_breaks_it() =>
        Prop.ForAll(Gen.Elements("aeioucsnmtlgdbv".ToCharArray()).ListOf().Select(c => string.Concat(c)).ToArbitrary(),
            word => Stem(word).Length <= word.Length).QuickCheckThrowOnFailure();

    private static string Stem(string word)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, SpanishStemmer.Stem(letters));
    }
}
