using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class LanguageTests
{
    [Theory]
    [InlineData("FR", "fr")]
    [InlineData("fr-ca", "fr-CA")]
    [InlineData("zh_hans_cn", "zh-Hans-CN")]
    [InlineData("es-419", "es-419")]
    public void Tags_are_brought_to_their_canonical_case(string text, string tag) => Language.Parse(text).Tag.ShouldBe(tag);

    [Theory]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("français")]
    [InlineData("fr-")]
    [InlineData("fr-CA-Latn")]
    [InlineData("../fr")]
    [InlineData(null)]
    public void What_is_no_tag_is_not_read(string? text) => Language.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("fr", "ltr")]
    [InlineData("ar", "rtl")]
    [InlineData("he-IL", "rtl")]
    [InlineData("pa-Arab", "rtl")]
    [InlineData("az-Latn", "ltr")]
    [InlineData("ur-Latn", "ltr")]
    public void Direction_follows_the_script(string tag, string direction) => Language.Parse(tag).Direction.ShouldBe(direction);

    [Fact]
    public void A_language_is_called_as_its_speakers_call_it()
    {
        Language.French.NativeName.ShouldBe("Français");
        Language.English.NativeName.ShouldBe("English");
    }

    [Theory]
    [InlineData("fr-CA, fr;q=0.9, en;q=0.8", "fr")]
    [InlineData("de, en-GB;q=0.7, fr;q=0.3", "en")]
    [InlineData("en;q=0, fr;q=0.1", "fr")]
    [InlineData("de", "fr")]
    [InlineData("*", "fr")]
    [InlineData("", "fr")]
    [InlineData(null, "fr")]
    [InlineData(";;q=x,,en;q=1", "en")]
    public void The_best_language_for_a_browser_is_found(string? header, string tag) =>
        Language.Best(header, Language.Spoken).Tag.ShouldBe(tag);

    [Theory]
    [InlineData("nl", "fr,nl", "fr")]
    [InlineData("ar", "ar,en,fr", "en")]
    [InlineData("es", "es,nl", "en")]
    [InlineData("fr", "nl,fr", "fr")]
    public void Offices_speak_another_language_of_the_mall_where_they_are_not_written_in_the_one_asked_for(string asked, string offered, string shown) =>
        Language.InOffice(asked, offered.Split(',')).ShouldBe(shown);

    [Theory]
    [InlineData("zh-TW, zh;q=0.9", "zh-Hant")]
    [InlineData("ar-MA", "ar")]
    [InlineData("nl-BE, fr-BE;q=0.8", "nl")]
    public void A_regions_language_finds_that_which_is_spoken(string header, string tag) => Language.Best(header, Language.Spoken).Tag.ShouldBe(tag);

    [Fact]
    public void Two_with_one_tag_are_equal() => Language.Parse("fr").ShouldBe(Language.French);
}
