using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class ArabicStemmerTests
{
    [Theory]
    [InlineData("القهوة", "قهوة")]
    [InlineData("والخبز", "خبز")]
    [InlineData("للشاي", "شاي")]
    [InlineData("طاولات", "طاولة")]
    [InlineData("الطَّاوِلَة", "طاوله")]
    [InlineData("أحمر", "احمر")]
    [InlineData("حـــليب", "حليب")]
    [InlineData("مستشفى", "مستشفي")]
    public void Words_of_one_family_have_one_stem(string one, string other) => Stem(one).ShouldBe(Stem(other));

    [Theory]
    [InlineData("قهوة", "قلم")]
    [InlineData("زيت", "زيتون")]
    public void Other_words_stay_apart(string one, string other) => Stem(one).ShouldNotBe(Stem(other));

    [Theory]
    [InlineData("لبن")]
    [InlineData("الم")]
    [InlineData("بيت")]
    public void Short_words_stay(string word) => Stem(word).ShouldBe(word);

    private static string Stem(string word)
    {
        var letters = Folding.Fold(word).ToCharArray();
        return new string(letters, 0, ArabicStemmer.Stem(letters));
    }
}
