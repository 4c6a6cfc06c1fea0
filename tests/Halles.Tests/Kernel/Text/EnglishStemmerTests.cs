using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class EnglishStemmerTests
{
    [Theory]
    [InlineData("consisting", "consist")]
    [InlineData("consistency", "consist")]
    [InlineData("consignment", "consign")]
    [InlineData("knackeries", "knackeri")]
    [InlineData("knightly", "knight")]
    [InlineData("candles", "candl")]
    [InlineData("candle", "candl")]
    [InlineData("glasses", "glass")]
    [InlineData("gas", "gas")]
    [InlineData("gaps", "gap")]
    [InlineData("ties", "tie")]
    [InlineData("cries", "cri")]
    [InlineData("cry", "cri")]
    [InlineData("by", "by")]
    [InlineData("say", "say")]
    [InlineData("hopping", "hop")]
    [InlineData("hoping", "hope")]
    [InlineData("luxuriating", "luxuri")]
    [InlineData("agreed", "agre")]
    [InlineData("feed", "feed")]
    [InlineData("generous", "generous")]
    [InlineData("generically", "generic")]
    [InlineData("communication", "communic")]
    [InlineData("arsenal", "arsenal")]
    [InlineData("relational", "relat")]
    [InlineData("hopefulness", "hope")]
    [InlineData("skies", "sky")]
    [InlineData("dying", "die")]
    [InlineData("news", "news")]
    [InlineData("herrings", "herring")]
    [InlineData("yoga", "yoga")]
    [InlineData("boyish", "boyish")]
    [InlineData("controlling", "control")]
    [InlineData("adoption", "adopt")]
    [InlineData("ελλη", "ελλη")]
    public void Words_have_the_stems_of_Snowball(string word, string stem) => Stem(word).ShouldBe(stem);

    [Fact]
    public void No_word_grows_or_breaks_it() =>
        Prop.ForAll(Gen.Elements("abdeginlstuyz".ToCharArray()).ListOf().Select(c => string.Concat(c)).ToArbitrary(),
            word => Stem(word).Length <= word.Length && !Stem(word).Contains('Y')).QuickCheckThrowOnFailure();

    private static string Stem(string word)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, EnglishStemmer.Stem(letters));
    }
}
