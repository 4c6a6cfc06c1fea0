using Halles.Testing;
using System.Text.RegularExpressions;
using Halles.Kernel;

namespace Halles.Tests.Architecture;

public sealed partial class WordsTests
{
    /// <summary>What is never written, and what is written instead.</summary>
    private static readonly (Regex Word, string Instead)[] Banned =
    [
        (new(@"\b(TODO|FIXME|HACK)\b"), "do it, or do not begin it"), // rule
        (new(@"\b[Cc]arts?\b|\b[Ss]hopping[Cc]art"), "basket"), // rule
        (new(@"\b[Ll]orem [Ii]psum\b"), "real words"), // rule
        (new(@"NotImplementedException"), "the real thing"), // rule
        (new(@"Thread\.Sleep|Task\.Delay\(\d+\);"), "wait for a condition"), // rule
    ];

    [Fact]
    public void Banned_words_are_written_nowhere() =>
        Rule.Holds(new[] { "src", "tests", "bench", "docs" }.Where(f => Directory.Exists(Path.Combine(Repository.Root, f))).SelectMany(f => Repository.Files(f)).SelectMany(Found), "Some words are not used here.");

    [Fact]
    public void No_type_is_called_helper_manager_or_util() =>
        Rule.Holds(new[] { "src", "tests", "bench" }.SelectMany(f => Repository.Files(f, ".cs", ".razor")).SelectMany(Declared).Where(t => Vague().IsMatch(t.Type)).Select(t => $"{t.Path} {t.Type}"), "A name says what a type does.");

    [Fact]
    public void A_banned_word_is_found_with_its_place()
    {
        var marks = "TO" + "DO";
        Found(("src/A.cs", ["fine", $"// {marks}: later", "a car, a card, a carton"])).ShouldBe([$"src/A.cs:2 {marks} (do it, or do not begin it)"]);
        Found(("docs/a.md", ["Put it into the ca" + "rt."])).ShouldHaveSingleItem();
        Declared(("src/A.cs", ["internal sealed class PriceHelper(int a) : B", "    public readonly record struct Money(long Minor);", "// a class of its own"])).Select(t => t.Type).ShouldBe(["PriceHelper", "Money"]);
        Declared(("src/Basket.razor", ["<p>class</p>"])).Select(t => t.Type).ShouldBe(["Basket"]);
        Vague().IsMatch("PriceHelper").ShouldBeTrue();
        Vague().IsMatch("Manager").ShouldBeTrue();
        Vague().IsMatch("ManagerDesk").ShouldBeFalse();
    }

    private static IEnumerable<string> Found((string Path, string[] Lines) file) =>
        from numbered in file.Lines.Index()
        where !file.Path.StartsWith("src/Halles/Demo/Content/", StringComparison.Ordinal) // goods are called what they are
        where !numbered.Item.EndsWith("// rule", StringComparison.Ordinal)
        from banned in Banned
        let match = banned.Word.Match(numbered.Item)
        where match.Success
        select $"{file.Path}:{numbered.Index + 1} {match.Value} ({banned.Instead})";

    // A component is called as its file is.
    private static IEnumerable<(string Path, string Type)> Declared((string Path, string[] Lines) file) =>
        file.Lines.Select(l => Declaration().Match(l)).Where(m => m.Success).Select(m => (file.Path, m.Groups["name"].Value))
            .Concat(file.Path.EndsWith(".razor", StringComparison.Ordinal) ? [(file.Path, Path.GetFileNameWithoutExtension(file.Path))] : []);

    [GeneratedRegex(@"^\s*((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref)\s+)*(class|interface|enum|struct|record(\s+(struct|class))?)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex("(Helper|Helpers|Manager|Util|Utils|Utility)$")]
    private static partial Regex Vague();
}
