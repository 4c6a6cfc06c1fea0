using Halles.Web.Text;

namespace Halles.Web.Tests.Text;

/// <summary>The forms of numbers as Unicode CLDR has them.</summary>
public sealed class PluralsTests
{
    [Theory]
    [InlineData("en", "1:0 0:1 2:1")]
    [InlineData("fr", "0:0 1:0 2:1")]
    [InlineData("nl", "1:0 0:1 2:1 21:1")]
    [InlineData("es", "1:0 0:2 2:2 999999:2 1000000:1 2000000:1")]
    [InlineData("zh", "0:0 1:0 2:0 100:0")]
    [InlineData("ar", "0:0 1:1 2:2 3:3 10:3 11:4 99:4 100:5 102:5 103:3 111:4 200:5")]
    public void Each_number_has_its_form(string language, string expected)
    {
        foreach (var (number, form) in expected.Split(' ').Select(e => e.Split(':')).Select(e => (long.Parse(e[0]), int.Parse(e[1]))))
        {
            Plurals.Form(language, number).ShouldBe(form, number.ToString());
            form.ShouldBeLessThan(Plurals.Forms(language));
        }
    }

    [Fact]
    public void Texts_of_a_script_take_the_forms_of_their_language() =>
        new LanguageTexts("ar", [new PoEntry("{0} day", "{0} days", ["a", "b", "c", "d", "e", "f"])]).Count(11, "{0} day", "{0} days").ShouldBe("e");
}
