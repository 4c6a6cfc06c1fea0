using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class SlugTests
{
    [Theory]
    [InlineData("Œufs frais d'Alsace", "oeufs-frais-d-alsace")]
    [InlineData("Crème brûlée – 2 × 100 g", "creme-brulee-2-100-g")]
    [InlineData("Straße, Smørrebrød & Łódź", "strasse-smorrebrod-lodz")]
    [InlineData("Æbleskiver Đakovo", "aebleskiver-dakovo")]
    [InlineData("  ¡Olé!  ", "ole")]
    [InlineData("A--b__c", "a-b-c")]
    [InlineData("ﬁle Ⅳ ２０２５", "file-2025")]
    [InlineData("面包", "item")]
    [InlineData("", "item")]
    public void Any_text_becomes_a_slug(string text, string slug) => Slug.From(text).ShouldBe(slug);

    [Fact]
    public void It_is_cut_at_a_word()
    {
        var slug = Slug.From(string.Join(' ', Enumerable.Repeat("confiture", 20)));
        slug.ShouldBe(string.Join('-', Enumerable.Repeat("confiture", 8)));
        Slug.From(new string('a', 200)).ShouldBe(new string('a', 80));
    }

    [Fact]
    public void A_word_that_just_fits_is_kept() =>
        Slug.From(new string('a', 40) + " " + new string('b', 39) + " cc").ShouldBe(new string('a', 40) + "-" + new string('b', 39));

    [Fact]
    public void A_slug_in_use_gets_a_number()
    {
        var taken = new HashSet<string> { "miel", "miel-2" };
        Slug.Unique("Miel", taken.Contains).ShouldBe("miel-3");
        Slug.Unique("Pain", taken.Contains).ShouldBe("pain");
        Slug.Suffixed(new string('a', 80), 12).ShouldBe(new string('a', 77) + "-12");
    }

    [Fact]
    public void Among_many_of_one_name_a_free_one_is_found_by_asking_for_a_few()
    {
        var (taken, asked) = (new HashSet<string>(), 0);
        for (var i = 0; i < 5_000; i++)
        {
            taken.Add(Slug.Unique("面包", Asks, "product")).ShouldBeTrue();
        }

        taken.ShouldContain("product-5000", "numbers follow one another");
        asked.ShouldBeLessThan(5_000 * 30);
        taken.Remove("product-17");
        taken.Add(Slug.Unique("面包", taken.Contains, "product")).ShouldBeTrue("a gap hides nothing");

        bool Asks(string slug)
        {
            asked++;
            return taken.Contains(slug);
        }
    }

    [Fact]
    public void Whatever_the_text_the_slug_is_valid() =>
        Prop.ForAll<string?>(text => Slug.IsValid(Slug.From(text ?? ""))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Miel")]
    [InlineData("-miel")]
    [InlineData("miel--bio")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_slug_is_known(string? text) => Slug.IsValid(text).ShouldBeFalse();
}
