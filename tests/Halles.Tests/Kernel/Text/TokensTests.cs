using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class TokensTests
{
    [Theory]
    [InlineData("pain, beurre & sel!", "pain beurre sel")]
    [InlineData("l'huile d'olive 'a'", "l'huile d'olive a")]
    [InlineData("1,5 l; 2.50 3. 4", "1,5 l 2.50 3 4")]
    [InlineData("006r90321 wf-1000xm4", "006r90321 wf ~1000xm4")]
    [InlineData("tire-bouchon - vin -- a", "tire ~bouchon vin a")]
    [InlineData("面包 pain", "面 包 pain")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("  ", "")]
    [InlineData("", "")]
    public void Text_is_cut_into_words_numbers_and_codes(string text, string expected)
    {
        var tokens = new List<string>();
        foreach (var token in new Tokens(text))
        {
            tokens.Add((token.Hyphenated ? "~" : "") + token.In(text).ToString());
        }
        string.Join(' ', tokens).ShouldBe(expected);
    }

    [Fact]
    public void Each_token_knows_what_it_is_made_of()
    {
        var kinds = new List<TokenKind>();
        foreach (var token in new Tokens("pain 1,5 500g"))
        {
            kinds.Add(token.Kind);
        }
        kinds.ShouldBe([TokenKind.Word, TokenKind.Number, TokenKind.Code]);
    }
}
