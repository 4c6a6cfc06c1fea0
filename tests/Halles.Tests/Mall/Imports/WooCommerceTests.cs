using System.Text;
using Halles.Mall.Imports;

namespace Halles.Tests.Mall.Imports;

public sealed class WooCommerceTests
{
    /// <summary>Names, numbers and short descriptions stand in any table; a price under another name than WooCommerce's would be lost.</summary>
    [Theory]
    [InlineData("Nom,SKU,Description courte,Prix")]
    [InlineData("Naam,SKU,Korte omschrijving,Prijs")]
    [InlineData("Name,SKU,Short description,Retail price")]
    [InlineData("Name,SKU,Short description,Price,Sale price")]
    public void A_plain_table_with_a_price_of_its_own_is_not_taken_for_WooCommerce(string header)
    {
        using var file = Open($"{header}\nPain,P-1,Bon,4.80\n");
        file.System.ShouldBeNull();
        file.Guess().Ok.ShouldBeTrue();
        file.Products().Single().Variants.Single().Price.ShouldBe(4.80m);
    }

    [Theory]
    [InlineData("SKU,Name,Short description,Images", "")]
    [InlineData("SKU,Name,Short description,Regular price", "4.80")]
    [InlineData("UGS,Nom,Description courte,tarif régulier", "4.80")]
    [InlineData("SKU,Nombre,Descripción corta,Precio rebajado", "4.80")]
    public void An_export_of_some_columns_stays_known_with_its_price_or_without_one(string header, string price)
    {
        using var file = Open($"{header}\nP-1,Pain,Bon,{price}\n");
        file.System.ShouldBe("woocommerce");
        file.Products().Single().Variants.Single().Price.ShouldBe(price.Length > 0 ? 4.80m : null);
    }

    [Theory]
    [InlineData("[{}]")]
    [InlineData("<rss><channel><item/></channel></rss>")]
    [InlineData("[{},{\"name\":\"Pain\"}]")]
    public void A_file_whose_first_product_says_nothing_has_no_columns(string file) =>
        SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(file))).Problem!.Code.ShouldBe("table-no-rows");

    [Fact]
    public void A_product_of_which_no_variation_is_on_sale_becomes_a_draft_and_that_is_told()
    {
        using var file = Open("""
            Type,SKU,Name,Published,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)
            variable,T,Tee,1,,,Size,"S, M"
            variation,T-S,Tee - S,0,19,T,Size,S
            variation,T-M,Tee - M,0,21,T,Size,M
            variable,C,Cap,1,,,,
            """);
        var products = file.Products().ToList();
        products.Select(p => (p.Name, p.Published, p.Variants.Count, string.Join(' ', p.Notes.Select(n => $"{n.Row} {n.Column} {n.Problem.Code}")))).ShouldBe(
            [("Tee", false, 2, "2 Published note-none-on-sale"), ("Cap", true, 1, "")]);
    }

    [Fact]
    public void A_comma_within_the_value_of_a_variation_stands_behind_a_backslash()
    {
        using var file = Open("""
            Type,SKU,Name,Published,Regular price,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)
            variable,T,Tee,1,,,Colour,"Dark\, red, Blue",Care,"Wash\, dry"
            variation,T-R,Tee - Red,1,19,T,Colour,"Dark\, red",,
            variation,T-B,Tee - Blue,1,21,T,Colour,Blue,,
            """);
        var product = file.Products().Single();
        product.Variants.Select(v => v.Choice.Single()).ShouldBe(["Dark, red", "Blue"]);
        product.Attributes["Care"].ShouldBe("Wash, dry");
    }

    private static SourceFile Open(string text) => SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))).Value;
}
