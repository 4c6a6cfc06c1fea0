using System.Reflection;
using System.Text.RegularExpressions;
using Halles.Kernel;
using Halles.Testing;
using Halles.Web.Text;

namespace Halles.Web.Tests.Text;

public sealed partial class CatalogueTests
{
    private static readonly List<(string Path, string Source)> Sources =
        [.. Repository.Files("src/Halles.Web", ".cs", ".razor").Where(f => !f.Path.Contains("/Commands/", StringComparison.Ordinal)).Select(f => (f.Path, string.Join('\n', f.Lines)))];

    private static readonly List<TextCall> Calls = [.. Sources.SelectMany(s => TextCalls.In(s.Path, s.Source)), .. Problems()];
    private static readonly Texts All = new();
    private static readonly Dictionary<string, PoEntry> French = All.In("fr").Entries.ToDictionary(e => e.Key);

    /// <summary>The catalogues of what only merchants and operators see: in French and English alone.</summary>
    private static readonly string[] OfOffices = ["merchant.po", "merchant-problems.po", "operator.po"];

    /// <summary>Components of desks and offices, or with names of fields of theirs.</summary>
    private static readonly string[] ForOffices = ["/OfficeShell.razor", "/ProblemSummary.razor", "/AuditList.razor", "/AuditWords.cs"];

    /// <summary>The languages into which the texts are translated, but French, the measure of what there is; English is the text itself.</summary>
    public static TheoryData<string> Others => new(Language.Spoken.Where(l => l != Language.French && l != Language.English).Select(l => l.Tag));

    public static TheoryData<string> Translated => new(Language.Spoken.Where(l => l != Language.English).Select(l => l.Tag));

    [Fact]
    public void Every_text_of_the_pages_and_every_problem_is_there_in_french()
    {
        Calls.Count.ShouldBeGreaterThan(300);
        Rule.Holds(Missing(Calls, French), "Every text is in the French catalogue.");
    }

    [Theory, MemberData(nameof(Others))]
    public void Every_text_for_shoppers_is_there_in_every_language(string language)
    {
        var there = Catalogue(language);
        Rule.Holds(ForShoppers().Where(e => !there.TryGetValue(e.Key, out var entry) || entry.Plural != e.Plural || entry.Translations.Any(t => t.Length == 0)).Select(e => e.Key), "Every text for shoppers is in the catalogue.");
        Rule.Holds(there.Keys.Except(ForShoppers().Select(e => e.Key)), "Every entry is one for shoppers.");
    }

    [Theory, MemberData(nameof(Others))]
    public void Every_page_of_fixed_text_is_there_in_every_language(string language) =>
        Pages(language).ShouldBe(Pages("fr"));

    [Fact]
    public void What_shoppers_see_stands_in_the_catalogues_for_shoppers()
    {
        var ours = ForShoppers().Select(e => e.Key).ToHashSet();
        string[] places = ["src/Halles.Web/Pages/Shopper/", "src/Halles.Web/Pages/Account/", "src/Halles.Web/Mails/", "src/Halles.Web/Design/", "src/Halles.Web/Hosting/", "src/Halles.Web/Text/"];
        Rule.Holds(
            Calls.Where(c => !ForOffices.Any(p => c.Place.Contains(p, StringComparison.Ordinal))).Where(c => places.Any(p => c.Place.StartsWith(p, StringComparison.Ordinal)) && c.Text.Any(char.IsLetter))
                .Where(c => !ours.Contains(c.Context is null ? c.Text : c.Context + PoFile.ContextEnd + c.Text)).Select(c => $"{c.Place}: {c.Text}"),
            "What shoppers see stands in the catalogues for shoppers.");
    }

    [Fact]
    public void No_entry_of_the_catalogues_is_unused()
    {
        var literals = Sources.Concat(Repository.Files("src/Halles", ".cs").Select(f => (f.Path, Source: string.Join('\n', f.Lines)))).SelectMany(s => TextCalls.Literals(s.Source)).ToHashSet();
        Rule.Holds(Unused(French.Keys, Calls, literals), "Every entry is asked for.");
    }

    [Theory, MemberData(nameof(Translated))]
    public void Translations_keep_the_placeholders_of_the_english_text(string language) => Rule.Holds(All.In(language).Entries.SelectMany(Differing), "Placeholders are kept.");

    [Theory, MemberData(nameof(Translated))]
    public void Plurals_have_every_form_of_their_language(string language)
    {
        var forms = Plurals.Forms(Language.Parse(language).Primary);
        Rule.Holds(All.In(language).Entries.Where(e => e.Plural is not null && (e.Translations.Count != forms || e.Translations.Any(t => t.Length == 0))).Select(e => e.Key), "Plurals are whole.");
    }

    [Fact]
    public void No_text_stands_twice_in_a_languages_catalogues() =>
        Rule.Holds(Directory.GetDirectories(Path.Combine(Repository.Root, "src/Halles.Web/Text")).SelectMany(language => Directory.GetFiles(language, "*.po").SelectMany(Read)
            .GroupBy(e => e.Key).Where(g => g.Count() > 1).Select(g => $"{Path.GetFileName(language)}: {g.Key}")), "A text stands once.");

    [Fact]
    public void Every_way_of_asking_for_a_text_is_found()
    {
        const string Source =
            """
            <p>@T("Plain {0}", x)</p> @N(shops.Count, "{0} shop", "{0} shops") @(T(a == "b" ? "One" : "Other"))
            words.Of("service", "card"); page.Words.Get("Said \"so\""); other.Get("no"); T(problem.Message); T("Long " + "text");
            T(kind switch { Kind.A => "Is A", _ => "Is B" }); texts.In("fr").Get("Spoken");
            """;
        TextCalls.In("p", Source).Select(c => (c.Context, c.Text, c.Plural)).ShouldBe(
        [
            (null, "Plain {0}", null), (null, "{0} shop", "{0} shops"), (null, "One", null), (null, "Other", null), ("service", "card", null), (null, "Said \"so\"", null),
            (null, "Long text", null), (null, "Is A", null), (null, "Is B", null), (null, "Spoken", null),
        ]);
    }

    [Fact]
    public void What_is_missing_unused_or_different_is_told()
    {
        var catalogue = new[] { new PoEntry("Here", null, ["Ici"]), new PoEntry("Empty", null, [""]), new PoEntry("{0} shop", "{0} shops", ["{0} boutique", "{0} boutiques"]) }.ToDictionary(e => e.Key);
        Missing([new("a", null, "Here", null), new("b", null, "Gone", null), new("c", null, "Empty", null), new("d", null, "{0} shop", "{0} stores"), new("e", "service", "Here", null)], catalogue)
            .ShouldBe(["b: Gone", "c: Empty", "d: {0} shop / {0} stores", "e: [service] Here"]);
        Unused(catalogue.Keys, [new("a", null, "Here", null)], ["{0} shop"]).ShouldBe(["Empty"]);
        Differing(new PoEntry("{0} of {1}", null, ["{0} de {0}"])).ShouldHaveSingleItem();
        Differing(new PoEntry("{0} of {1}", null, ["{1} de {0}"])).ShouldBeEmpty();
        Differing(new PoEntry("one item in {1}", "{0} items in {1}", ["un article dans {1}", "{0} articles"])).ShouldHaveSingleItem();
    }

    private static IEnumerable<string> Missing(IEnumerable<TextCall> calls, Dictionary<string, PoEntry> catalogue) =>
        from call in calls
        let key = call.Context is null ? call.Text : call.Context + PoFile.ContextEnd + call.Text
        where call.Text.Any(char.IsLetter)
        where !catalogue.TryGetValue(key, out var entry) || entry.Translations.Count == 0 || entry.Translations.Any(t => t.Length == 0) || entry.Plural != call.Plural
        select $"{call.Place}: {(call.Context is null ? "" : $"[{call.Context}] ")}{call.Text}{(call.Plural is null ? "" : " / " + call.Plural)}";

    // A text chosen at run time is in use when it is a literal somewhere; one in a context, when the context is.
    private static IEnumerable<string> Unused(IEnumerable<string> keys, IEnumerable<TextCall> calls, HashSet<string> literals)
    {
        var used = calls.Select(c => c.Text).ToHashSet();
        return keys.Where(k => k.Split(PoFile.ContextEnd) is [var context, _] ? !literals.Contains(context) : !used.Contains(k) && !literals.Contains(k));
    }

    // A plural form may say "one" instead of its number; all else that English names stands in each form.
    private static IEnumerable<string> Differing(PoEntry entry)
    {
        var english = entry.Plural ?? entry.Key.Split(PoFile.ContextEnd)[^1];
        foreach (var translation in entry.Translations.Where(t => t.Length > 0))
        {
            var (wanted, there) = (Placeholders(english), Placeholders(translation));
            if (entry.Plural is not null)
            {
                wanted.Remove("{0}");
                there.Remove("{0}");
            }

            if (!wanted.SetEquals(there))
            {
                yield return $"{entry.Key} → {translation}";
            }
        }
    }

    private static Dictionary<string, PoEntry> Catalogue(string language) => All.In(language).Entries.ToDictionary(e => e.Key);

    private static IEnumerable<PoEntry> ForShoppers() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src/Halles.Web/Text/fr"), "*.po").Where(f => !OfOffices.Contains(Path.GetFileName(f))).SelectMany(Read);

    private static IEnumerable<string> Pages(string language) =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src/Halles.Web/Text", language, "pages")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(m => m.Value)];

    private static List<PoEntry> Read(string file)
    {
        using var reader = new StreamReader(file);
        return PoFile.Read(reader, file);
    }

    // Problems are static fields: every way in which a feature can fail, in one place.
    private static IEnumerable<TextCall> Problems() =>
        from assembly in new[] { typeof(Problem).Assembly, typeof(Texts).Assembly }
        from type in assembly.GetTypes()
        where !IsForPrograms(type)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(Problem)
        select new TextCall($"{type.Name}.{field.Name}", null, ((Problem)field.GetValue(null)!).Message, null);

    // Answers of the API and of the command line are in English.
    private static bool IsForPrograms(Type type) =>
        type.Namespace?.StartsWith("Halles.Web.Commands", StringComparison.Ordinal) == true || type.Name == "ApiProblems" || type.Name.EndsWith("Endpoints", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
