using Halles.Mall.Storefront;

namespace Halles.Tests.Mall.Storefront;

public sealed class NamePartsTests
{
    [Theory]
    [InlineData("Taboulé au poulet", "fr", "Taboulé")]
    [InlineData("La bonne huile d’olive", "fr", "bonne")]
    [InlineData("500 g de miel", "fr", "miel")]
    [InlineData("Oak coffee table with two drawers", "en", "table")]
    [InlineData("Ergonomic office chair, black", "en", "chair")]
    [InlineData("Acme L1709A projector lamp", "en", "lamp")]
    [InlineData("Acme office projector 4000 lumens", "en", "projector")]
    [InlineData("12", "en", "")]
    [InlineData("Mesa de roble", "es", "Mesa")]
    [InlineData("Las velas rojas", "es", "velas")]
    [InlineData("Eiken salontafel met twee lades", "nl", "salontafel")]
    [InlineData("Mesa de carvalho", "pt", "")]
    public void The_word_that_says_what_a_thing_is_stands_first_in_French_and_Spanish_and_last_in_English_and_Dutch(string name, string language, string head) =>
        NameParts.Of(name, language).Head.ShouldBe(head);

    [Theory]
    [InlineData("Case for a phone", "en", "Case", " for a phone")]
    [InlineData("Housse pour canapé", "fr", "Housse", " pour canapé")]
    [InlineData("Toner compatible avec Acme", "fr", "Toner", " compatible avec Acme")]
    [InlineData("Pour bébé", "fr", "Pour bébé", "")]
    [InlineData("", "fr", "", "")]
    public void What_a_thing_is_for_is_told_from_the_thing(string name, string language, string thing, string purpose)
    {
        var parts = NameParts.Of(name, language);
        (parts.Thing, parts.For).ShouldBe((thing, purpose));
    }
}
