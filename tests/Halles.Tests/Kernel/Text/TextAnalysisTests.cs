using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;
using Halles.Kernel.Text;

namespace Halles.Tests.Kernel.Text;

public class TextAnalysisTests
{
    private static readonly TextAnalysis French = TextAnalysis.For(Language.French);
    private static readonly TextAnalysis English = TextAnalysis.For(Language.English);

    [Theory]
    [InlineData("Huiles d’olive", "huile d'olives")]
    [InlineData("CRÈMES BRÛLÉES", "creme brulee")]
    [InlineData("500 g", "500g")]
    [InlineData("500 g", "0,5 kg")]
    [InlineData("1,5 L", "150cl")]
    [InlineData("1500 ml", "1.5l")]
    [InlineData("16 Go", "16GB")]
    [InlineData("15.6\" noir", "15,6 pouces noir")]
    [InlineData("24\"", "24 inches")]
    [InlineData("3 mètres", "3m")]
    [InlineData("Tire-bouchon", "tirebouchon")]
    [InlineData("aujourd'hui", "aujourdhui")]
    [InlineData("WF-1000XM4", "wf1000xm4")]
    public void Two_ways_of_writing_have_the_same_wholes(string one, string other) => Wholes(French, one).ShouldBe(Wholes(French, other));

    [Fact]
    public void A_code_is_kept_whole_and_also_split()
    {
        var terms = French.Analyse("Toner 006R90321");
        terms.Select(t => (t.Text, t.Position, t.Kind)).ShouldBe([
            ("ton", 0, TermKind.Whole),
            ("006r90321", 1, TermKind.Whole),
            ("006", 1, TermKind.Part),
            ("r", 1, TermKind.Part),
            ("90321", 1, TermKind.Part)]);
        terms[0].Surface.ShouldBe("toner");
    }

    [Fact]
    public void A_hyphenated_word_has_its_parts_and_its_whole_at_one_position() =>
        French.Analyse("bel arc-en-ciel bleu").Select(t => (t.Text, t.Position, t.Kind)).ShouldBe([
            ("bel", 0, TermKind.Whole),
            ("arc", 1, TermKind.Part),
            ("en", 1, TermKind.Part),
            ("ciel", 1, TermKind.Part),
            ("arcenciel", 1, TermKind.Whole),
            ("bleu", 2, TermKind.Whole)]);

    [Fact]
    public void A_measure_is_found_by_its_number_too() =>
        French.Analyse("farine 500 g").Select(t => (t.Text, t.Position, t.Kind)).ShouldBe([
            ("farin", 0, TermKind.Whole),
            ("500g", 1, TermKind.Whole),
            ("500", 1, TermKind.Also)]);

    [Fact]
    public void A_pack_is_also_found_by_the_measure_of_one() =>
        French.Analyse("6x33cl").ShouldContain(new Term("330ml", "330ml", 0, TermKind.Also));

    [Fact]
    public void Words_that_say_little_are_marked_and_tea_is_not_among_them()
    {
        French.Analyse("le thé de Chine").Select(t => (t.Text, t.Kind)).ShouldBe([
            ("le", TermKind.Stop), ("the", TermKind.Whole), ("de", TermKind.Stop), ("chin", TermKind.Whole)]);
        English.Analyse("the tea").Select(t => t.Kind).ShouldBe([TermKind.Stop, TermKind.Whole]);
    }

    [Fact]
    public void A_word_of_three_letters_has_no_ending_and_five_in_one_are_no_inches()
    {
        Wholes(English, "ups gas mugs").ShouldBe(["ups", "gas", "mug"]);
        Wholes(English, "5 in 1").ShouldBe(["5", "1"]);
    }

    [Theory]
    [InlineData("咖啡", "咖啡")]
    [InlineData("手沖咖啡", "手沖 沖咖 咖啡")]
    [InlineData("茶 500 g", "茶 500g")]
    [InlineData("iPhone手機殼", "iphone 手機 機殼")]
    public void Chinese_is_asked_for_by_its_pairs(string text, string wholes) =>
        Wholes(TextAnalysis.For(Language.Parse("zh-Hant")), text).ShouldBe(wholes.Split(' '));

    [Fact]
    public void A_character_is_found_by_itself_in_goods_where_it_has_neighbours() =>
        TextAnalysis.For(Language.Parse("zh-Hant")).Analyse("烏龍茶").Select(t => (t.Text, t.Position, t.Kind)).ShouldBe([
            ("烏龍", 0, TermKind.Whole),
            ("烏", 0, TermKind.Also),
            ("龍茶", 1, TermKind.Whole),
            ("龍", 1, TermKind.Also),
            ("茶", 1, TermKind.Also)]);

    [Theory]
    [InlineData("nl", "Rode kaarsen met glazen", "rod kaars glas")]
    [InlineData("es", "Velas rojas de la abuela", "vel roj abuel")]
    [InlineData("ar", "القهوة مع الحليب", "قهو حليب")]
    public void Each_language_has_its_endings_and_its_small_words(string language, string text, string wholes) =>
        Wholes(TextAnalysis.For(Language.Parse(language)), text).ShouldBe(wholes.Split(' '));

    [Fact]
    public void The_possessive_goes() => Wholes(English, "The baker's candles").ShouldBe(["baker", "candl"]);

    [Fact]
    public void A_language_without_an_analyser_is_folded_and_cut() =>
        Wholes(TextAnalysis.For(Language.Parse("sk")), "Žlté domy 面包").ShouldBe(["zlte", "domy", "面包"]);

    [Fact]
    public void A_region_uses_the_analyser_of_its_language() => TextAnalysis.For(Language.Parse("fr-CA")).ShouldBeSameAs(French);

    [Fact]
    public void An_endless_word_is_cut() => French.Analyse(new string('a', 500)).ShouldAllBe(t => t.Surface.Length == TextAnalysis.MaxTermLength);

    [Fact]
    public void A_text_indexed_in_fields_goes_on_counting()
    {
        var terms = new List<Term>();
        var next = French.Analyse("pain frais", terms);
        French.Analyse("miel", terms, next).ShouldBe(3);
        terms[^1].Position.ShouldBe(2);
    }

    [Fact]
    public void Any_text_at_all_is_analysed_and_no_term_is_empty_or_long() =>
        Prop.ForAll(Gen.Frequency((5, Gen.Elements("abdel5067gkxE é'’-.,–œß面 ".ToCharArray())), (1, Gen.Choose(1, 0xFFFF).Select(c => (char)c)))
            .ListOf().Select(c => string.Concat(c)).ToArbitrary(), text =>
            {
                var (fr, en) = (French.Analyse(text), English.Analyse(text));
                return fr.Concat(en).All(t => t.Text.Length is > 0 and <= TextAnalysis.MaxTermLength && !t.Text.Contains(' ')) && French.Analyse(text).SequenceEqual(fr);
            }).QuickCheckThrowOnFailure();

    private static List<string> Wholes(TextAnalysis analysis, string text) =>
        [.. analysis.Analyse(text).Where(t => t.Kind == TermKind.Whole).Select(t => t.Text)];
}
