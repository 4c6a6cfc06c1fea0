using Halles.Mall.Tax;
using Halles.Web.Design;
using Halles.Web.Pages.Merchant;
using Halles.Web.Text;

namespace Halles.Web.Tests.Pages.Merchant;

public sealed class MerchantWordsTests
{
    [Fact]
    public void Every_tax_category_has_a_name_of_its_own()
    {
        var words = new LanguageTexts("en", []);
        var categories = KnownRates.All().Select(r => r.Category).Concat(TaxCategories.OfProducts).Distinct().ToList();
        var names = categories.ConvertAll(c => MerchantWords.TaxName(words, c));
        names.ShouldBeUnique();
        names.ShouldNotContain(n => categories.Contains(n));
    }

    [Theory]
    [InlineData("Nadia Benali", "Nadia B.")]
    [InlineData("Zoé 🎉", "Zoé 🎉.")]
    [InlineData("Jo 👩‍🌾 E\u0301mile", "Jo E\u0301.")]
    [InlineData("Cher", "Cher")]
    public void A_short_name_ends_with_a_whole_letter(string name, string expected) => OrderWords.ShortName(name).ShouldBe(expected);
}
